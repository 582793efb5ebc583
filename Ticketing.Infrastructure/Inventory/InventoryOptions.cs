using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Limits of holds and seat feeds; configuration section <c>Inventory</c>.</summary>
public sealed class InventoryOptions
{
    public const string Section = "Inventory";

    /// <summary>The maximum number of requests per batch.</summary>
    [Range(1, 1024)]
    public int BatchMax { get; set; } = 256;

    /// <summary>The maximum number of queued requests per instance; further requests are refused as busy.</summary>
    [Range(1, 1_000_000)]
    public int QueueMax { get; set; } = 16_384;

    /// <summary>The timeout in seconds for a PostgreSQL outage, after which a request is refused as busy.</summary>
    [Range(1, 60)]
    public int WaitSecondsMax { get; set; } = 15;

    /// <summary>The maximum extension of a hold by a payment, in seconds, beyond twice the performance's hold time.</summary>
    [Range(0, 7200)]
    public int PaymentSecondsMax { get; set; } = 900;

    /// <summary>How long a seat feed stays in memory without viewers, in seconds.</summary>
    [Range(0, 3600)]
    public int FeedGraceSeconds { get; set; } = 30;

    /// <summary>Time between two comparisons of kept seat counts with the seats, in seconds.</summary>
    [Range(1, 86_400)]
    public int ReconcileSeconds { get; set; } = 300;
}

[OptionsValidator]
internal sealed partial class InventoryOptionsValidator : IValidateOptions<InventoryOptions>;
