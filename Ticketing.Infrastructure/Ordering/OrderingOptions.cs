using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Settings under <c>Ordering</c>.</summary>
public sealed class OrderingOptions
{
    public const string Section = "Ordering";

    /// <summary>
    /// Minimum time to pay after an order is placed, in seconds. Extends the hold if less time is left; limited by the hold's hard limit.
    /// </summary>
    [Range(1, 3600)]
    public int PaymentSecondsMin { get; set; } = 300;

    /// <summary>
    /// Maximum time from placement that an order keeps its seats while the bank processes its payment, in seconds.
    /// Money that arrives later is a late payment.
    /// </summary>
    [Range(1, 86_400)]
    public int ProcessingSecondsMax { get; set; } = 3600;
}

[OptionsValidator]
internal sealed partial class OrderingOptionsValidator : IValidateOptions<OrderingOptions>;
