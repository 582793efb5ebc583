using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>
/// Budgets of seats of one performance, held or just paid; configuration section <c>SeatBudget</c>. See
/// docs/decisions/0012-seat-budgets.md.
/// </summary>
public sealed class SeatBudgetOptions
{
    public const string Section = "SeatBudget";

    /// <summary>False: seats are not counted; the limit per order, rate limits and the waiting room remain.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Seats of one device; at least twice the limit per order. A proof of work raises it.</summary>
    [Range(1, 1_000_000_000)]
    public int DeviceSeats { get; set; } = 20;

    /// <summary>Seats of one account on all its devices. A proof of work raises it.</summary>
    [Range(1, 1_000_000_000)]
    public int AccountSeats { get; set; } = 40;

    /// <summary>Seats of one line (an IPv4 address, an IPv6 /56): a school class with ten seats each. A proof of work raises it.</summary>
    [Range(1, 1_000_000_000)]
    public int LineSeats { get; set; } = 300;

    /// <summary>Seats of one block (an IPv4 /24, an IPv6 /48). Nothing raises it.</summary>
    [Range(1, 1_000_000_000)]
    public int BlockSeatsMax { get; set; } = 1_200;

    /// <summary>How long paid seats count, in seconds: buying and cancelling is no way around the budget.</summary>
    [Range(0, 86_400)]
    public int PaidSeconds { get; set; } = 900;

    /// <summary>Bits of the cheapest proof of work.</summary>
    [Range(14, 22)]
    public int ProofBits { get; set; } = 16;

    /// <summary>How long one owner may hold a seat in all, in hold times of the performance.</summary>
    [Range(1, 100)]
    public int HoldTimesMax { get; set; } = 3;

    /// <summary>How long after the last hold the time counts, in seconds.</summary>
    [Range(1, 86_400)]
    public int HoldTimeMemorySeconds { get; set; } = 1_800;
}

[OptionsValidator]
internal sealed partial class SeatBudgetOptionsValidator : IValidateOptions<SeatBudgetOptions>;
