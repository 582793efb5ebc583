using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.JSInterop;

namespace Ticketing.App.Hosting.Circuits;

/// <summary>
/// Keeps small what a circuit knows about the types that it exchanges with scripts. Its JSON options are its own, because the
/// framework's converters in them belong to it, and so is all metadata: for an argument that is a number, also of the thirty
/// interfaces that a number implements, only to see that none of them is polymorphic. That was half of a circuit's memory.
/// </summary>
/// <remarks>
/// Inside an argument or a result of a script call nothing may therefore be declared as an interface of the base library (a
/// property of type <c>IEnumerable&lt;int&gt;</c>): the call fails at once. Larger things are better passed as one string or as bytes anyway.
/// Collections of a type from elsewhere are known: the back office's component library passes such.
/// </remarks>
internal static partial class CircuitScripts
{
    /// <summary>To be called when the framework's own registration is there.</summary>
    public static void Add(IServiceCollection services)
    {
        var framework = services.Last(service => service.ServiceType == typeof(IJSRuntime)).ImplementationType
            ?? throw new InvalidOperationException("The framework no longer registers its script runtime by its type.");
        var create = ActivatorUtilities.CreateFactory(framework, []);
        services.Replace(ServiceDescriptor.Scoped(provider =>
        {
            var runtime = (JSRuntime)create(provider, null);
            OptionsOf(runtime).TypeInfoResolver = Metadata.Instance;
            return (IJSRuntime)runtime;
        }));
    }

    // A protected property: the framework leaves it to whoever derives, and its runtime for circuits cannot be derived from.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_JsonSerializerOptions")]
    private static extern JsonSerializerOptions OptionsOf(JSRuntime runtime);

    private sealed class Metadata : IJsonTypeInfoResolver
    {
        public static readonly Metadata Instance = new();

        private readonly DefaultJsonTypeInfoResolver _reflection = new();

        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type.IsInterface && IsOfBaseLibrary(type) && Array.TrueForAll(type.GenericTypeArguments, IsOfBaseLibrary)
                ? null
                : _reflection.GetTypeInfo(type, options);

        private static bool IsOfBaseLibrary(Type type) => type.Assembly == typeof(object).Assembly;
    }
}
