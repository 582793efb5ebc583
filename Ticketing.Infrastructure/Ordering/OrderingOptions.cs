using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Settings under <c>Ordering</c>.</summary>
public sealed class OrderingOptions
{
    public const string Section = "Ordering";

    /// <summary>
    /// Seconds that a buyer has at least to pay once the order is placed, however little was left of the hold; the
    /// hold's hard limit still bounds it.
    /// </summary>
    [Range(1, 3600)]
    public int PaymentSecondsMin { get; set; } = 300;

    /// <summary>
    /// Seconds from its placing that an order keeps its seats at the longest while the bank has its payment and has not answered.
    /// Money that comes later is a late payment.
    /// </summary>
    [Range(1, 86_400)]
    public int ProcessingSecondsMax { get; set; } = 3600;
}

[OptionsValidator]
internal sealed partial class OrderingOptionsValidator : IValidateOptions<OrderingOptions>;
