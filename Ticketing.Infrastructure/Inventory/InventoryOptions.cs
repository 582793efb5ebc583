using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>The bounds of the hot path; configuration section <c>Inventory</c>.</summary>
public sealed class InventoryOptions
{
    public const string Section = "Inventory";

    /// <summary>Requests that go to Redis and PostgreSQL in one round trip at most.</summary>
    [Range(1, 1024)]
    public int BatchMax { get; set; } = 256;

    /// <summary>Requests that may wait for their batch in this instance; one more is refused with "try again".</summary>
    [Range(1, 1_000_000)]
    public int QueueMax { get; set; } = 16_384;

    /// <summary>How long a request waits for PostgreSQL to come back before it is refused with "try again".</summary>
    [Range(1, 60)]
    public int WaitSecondsMax { get; set; } = 15;

    /// <summary>The longest a sold or released seat's hold can be extended by payments, beyond twice the performance's hold time.</summary>
    [Range(0, 7200)]
    public int PaymentSecondsMax { get; set; } = 900;

    /// <summary>How long a seat feed stays in memory after its last viewer has gone.</summary>
    [Range(0, 3600)]
    public int FeedGraceSeconds { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class InventoryOptionsValidator : IValidateOptions<InventoryOptions>;
