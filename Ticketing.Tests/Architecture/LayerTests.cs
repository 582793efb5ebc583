using System.Reflection;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Architecture;

/// <summary>Dependencies go App → Infrastructure → Core → .NET only.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Core = typeof(Money).Assembly;
    private static readonly Assembly Infrastructure = typeof(TicketingDbContext).Assembly;

    [Fact]
    public void Core_References_NothingButDotNet()
    {
        // .NET's own assemblies are in the directory of its core library; ASP.NET Core and packages are not.
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        Assert.Empty(Core.GetReferencedAssemblies().Where(reference => !File.Exists(Path.Combine(runtime, reference.Name + ".dll"))).Select(reference => reference.Name));
    }

    [Fact]
    public void Infrastructure_References_NotTheApp() =>
        Assert.DoesNotContain("Ticketing.App", Infrastructure.GetReferencedAssemblies().Select(reference => reference.Name));
}
