using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.App.Hosting.Management;

/// <summary>Settings under <c>Management</c>.</summary>
public sealed class ManagementOptions
{
    public const string Section = "Management";

    /// <summary>The port of metrics and health, on all addresses of the machine; 0: off.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>The percentage of requests that are traced, when an OTLP endpoint is set and the caller has not refused it.</summary>
    [Range(0, 100)]
    public int TracePercent { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class ManagementOptionsValidator : IValidateOptions<ManagementOptions>;
