using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.Circuits;

/// <summary>
/// Settings under <c>Circuits</c>. A circuit of the seat map costs about 0.1 MB; the framework's defaults (100 kept for three
/// minutes) are too few for a shop and too long for a flash sale.
/// </summary>
public sealed class CircuitSettings
{
    public const string Section = "Circuits";

    /// <summary>Circuits kept for visitors whose connection broke (a lift, a tunnel), so that they come back to the same page.</summary>
    [Range(0, 100_000)]
    public int DisconnectedMax { get; set; } = 1_000;

    /// <summary>How long one is kept.</summary>
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
