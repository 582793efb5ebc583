using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Ticketing.Tests.Components;

/// <summary>Hands bUnit the AngleSharp.Diffing that restores; see <c>build/BUnit.targets</c>.</summary>
internal static class DiffingResolver
{
    [ModuleInitializer]
    internal static void Register() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        name.Name == "AngleSharp.Diffing"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "diffing", "AngleSharp.Diffing.dll"))
            : null;
}
