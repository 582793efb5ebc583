using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Circuits;

/// <summary>
/// Settings under <c>Circuits</c>. A seat map circuit takes about 0.1 MB. The framework's defaults (100 circuits, three minutes)
/// are too few for a shop and too long for a flash sale.
/// </summary>
public sealed class CircuitSettings
{
    public const string Section = "Circuits";

    /// <summary>
    /// The largest message of a client; a larger one ends its circuit. A field reports its whole text: an event's story has up to 20,000
    /// characters, of three bytes each in many scripts. The framework's default is 32 KiB.
    /// </summary>
    internal const long MessageBytesMax = 128 * 1024;

    /// <summary>Disconnected circuits kept so that visitors can reconnect to the same page.</summary>
    [Range(0, 100_000)]
    public int DisconnectedMax { get; set; } = 1_000;

    /// <summary>Seconds that a disconnected circuit is kept.</summary>
    [Range(1, 3_600)]
    public int DisconnectedSeconds { get; set; } = 60;

    internal static void Add(IServiceCollection services)
    {
        services.AddValidatedOptions<CircuitSettings, CircuitSettingsValidator>(Section);
        services.AddOptions<CircuitOptions>().Configure<IOptions<CircuitSettings>, IHostEnvironment>((circuits, settings, environment) =>
        {
            circuits.DisconnectedCircuitMaxRetained = settings.Value.DisconnectedMax;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(settings.Value.DisconnectedSeconds);
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(10);
            circuits.DetailedErrors = environment.IsDevelopment();
        });
    }
}

[OptionsValidator]
internal sealed partial class CircuitSettingsValidator : IValidateOptions<CircuitSettings>;
