namespace Ticketing.Core.Analytics;

/// <summary>
/// The figures of sales. Amounts are minor units of one currency. The one definition: gross - discount - refunded = net; fees and tax are
/// contained in gross.
/// </summary>
public readonly record struct SalesSums
{
    /// <summary>Paid orders, free ones included. Each counts once, at its first seat.</summary>
    public long Orders { get; init; }

    /// <summary>Seats sold, whether they were returned later or not. An exchanged seat counts as the one taken for it.</summary>
    public long Seats { get; init; }

    /// <summary>Seats that were sold and returned: refunded, cancelled, or lost with a dispute.</summary>
    public long SeatsReturned { get; init; }

    /// <summary>What buyers would have paid without discounts: prices, fees, and tax where it is added.</summary>
    public long Gross { get; init; }

    /// <summary>The site's fees, contained in <see cref="Gross"/>.</summary>
    public long Fees { get; init; }

    /// <summary>Tax, contained in <see cref="Gross"/>; of the discounted prices.</summary>
    public long Tax { get; init; }

    /// <summary>Discounts by promo codes, and waived differences of exchanges.</summary>
    public long Discount { get; init; }

    /// <summary>Money given back: refunds, also those under way, and lost disputes.</summary>
    public long Refunded { get; init; }

    /// <summary>What is left of the buyers' money.</summary>
    public long Net => Gross - Discount - Refunded;

    public bool IsEmpty => this == default;

    public static SalesSums operator +(SalesSums left, SalesSums right) => new()
    {
        Orders = left.Orders + right.Orders,
        Seats = left.Seats + right.Seats,
        SeatsReturned = left.SeatsReturned + right.SeatsReturned,
        Gross = left.Gross + right.Gross,
        Fees = left.Fees + right.Fees,
        Tax = left.Tax + right.Tax,
        Discount = left.Discount + right.Discount,
        Refunded = left.Refunded + right.Refunded,
    };

    public static SalesSums operator -(SalesSums sums) => new()
    {
        Orders = -sums.Orders,
        Seats = -sums.Seats,
        SeatsReturned = -sums.SeatsReturned,
        Gross = -sums.Gross,
        Fees = -sums.Fees,
        Tax = -sums.Tax,
        Discount = -sums.Discount,
        Refunded = -sums.Refunded,
    };

    public static SalesSums Add(SalesSums left, SalesSums right) => left + right;

    public static SalesSums Negate(SalesSums sums) => -sums;
}
