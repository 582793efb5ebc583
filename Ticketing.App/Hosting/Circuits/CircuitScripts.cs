using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.JSInterop;

namespace Ticketing.App.Hosting.Circuits;

/// <summary>
/// Reduces the JSON metadata that each circuit caches for JS interop. The options are per circuit because they contain the circuit's
/// converters, so metadata is cached per circuit too: for a number, also for its thirty interfaces, to check them for polymorphism.
/// That was half of a circuit's memory.
/// </summary>
/// <remarks>
/// Arguments and results of JS calls must not declare an interface of the base library (a property of type
/// <c>IEnumerable&lt;int&gt;</c>): the call throws. Pass larger values as one string or as bytes. Collections of types from other
/// assemblies are supported; the back office's component library needs them.
/// </remarks>
internal static partial class CircuitScripts
{
    /// <summary>Replaces the framework's registration, so it must run after it.</summary>
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

    // The property is protected, and the framework's circuit runtime cannot be derived from.
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
