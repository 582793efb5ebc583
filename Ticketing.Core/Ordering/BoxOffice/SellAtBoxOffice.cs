using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Ordering.BoxOffice;

/// <summary>
/// Sells the seats of the member's hold: the order is paid at once, in one transaction with its payment, its tickets and its seats. A
/// repeat for the same hold (double click, lost answer) gets the same order. Limits per buyer do not apply.
/// </summary>
/// <param name="Quoted">The total that the buyer was told. Another one is refused.</param>
public sealed record SellAtBoxOffice(
    PerformanceId Performance, HoldId Hold, BoxOfficePayment Payment, BoxOfficeBuyer Buyer, Money Quoted, Caller Caller)
{
    /// <summary>
    /// The reduced prices that the seats are to have; null: those that the hold has by <see cref="ChooseAtBoxOffice"/>. Complimentary tickets
    /// have none.
    /// </summary>
    public ChosenReductions? Reductions { get; init; }
}

/// <summary>Rules of what is typed at the box office, which need no seats.</summary>
public static class BoxOfficeInput
{
    /// <summary>Why a sale is refused whatever its seats are; null: no reason.</summary>
    /// <param name="isReduced">Whether it names reduced prices.</param>
    public static SellRefusal? Refuse(BoxOfficePayment payment, BoxOfficeBuyer buyer, bool isReduced)
    {
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(buyer);
        var note = TypedText.Line(payment.Note);
        return note.Length > Payment.NoteLengthMax || !TypedText.IsText(note) ? SellRefusal.NoteInvalid
            : payment.Means == BoxOfficeMeans.Comp && !TypedText.IsName(note, Payment.NoteLengthMax) ? SellRefusal.ReasonNeeded
            : payment.Means == BoxOfficeMeans.Comp && isReduced ? SellRefusal.CompReduced
            : payment.Given < 0 ? SellRefusal.GivenTooLittle
            : buyer.ToDetails() is null ? SellRefusal.BuyerInvalid
            : null;
    }
}

/// <summary>How a buyer pays at the box office.</summary>
public enum BoxOfficeMeans
{
    /// <summary>Into the drawer of the member's open shift.</summary>
    Cash,

    /// <summary>At a card terminal that is not this site's.</summary>
    Terminal,

    /// <summary>Complimentary: full prices become a discount, fees are waived.</summary>
    Comp,
}

/// <param name="Given">Of cash: what the buyer gave; null: the exact amount. Minor units.</param>
/// <param name="Note">Of a terminal: its receipt's number, or null. Of a complimentary ticket: the reason.</param>
public sealed record BoxOfficePayment(BoxOfficeMeans Means, long? Given = null, string? Note = null)
{
    /// <summary>The provider of its payment row.</summary>
    public string Provider => Means switch
    {
        BoxOfficeMeans.Cash => Payment.Cash,
        BoxOfficeMeans.Terminal => Payment.Terminal,
        BoxOfficeMeans.Comp => Payment.Comp,
    };
}

/// <summary>Who buys; both may be missing.</summary>
/// <param name="Name">Null or empty: a walk-in buyer.</param>
/// <param name="Email">Where the tickets are mailed; null or empty: nowhere.</param>
/// <param name="Locale">The language of tickets and mails: <c>en</c> or <c>de</c>.</param>
public sealed record BoxOfficeBuyer(string? Name, string? Email, string Locale)
{
    /// <summary>The name on tickets of walk-in buyers.</summary>
    public static string WalkIn(string locale) => locale == "de" ? "Abendkasse" : "Box office";

    /// <summary>The details of the order; null: the name or the address is invalid.</summary>
    public BuyerDetails? ToDetails()
    {
        var locale = Locale == "de" ? "de" : "en";
        var name = TypedText.Line(Name);
        name = name.Length == 0 ? WalkIn(locale) : name;
        var email = string.IsNullOrWhiteSpace(Email) ? "" : EmailAddress.TryRead(Email, out var address) ? address : null;
        return email is not null && TypedText.IsName(name, BuyerValidation.NameLengthMax)
            ? new BuyerDetails(null, email, name, null, locale, [])
            : null;
    }
}

public enum SellRefusal
{
    /// <summary>There is no such performance, or the caller does not serve its buyers.</summary>
    NotFound,

    /// <summary>The member has no such hold, or it has expired.</summary>
    HoldExpired,

    /// <summary>The date is paused, cancelled, postponed or over.</summary>
    NotOnSale,

    /// <summary>Cash needs an open shift of the member, in the performance's currency.</summary>
    NoShift,

    /// <summary>The buyer gave less than the total.</summary>
    GivenTooLittle,

    /// <summary>A complimentary ticket needs a reason.</summary>
    ReasonNeeded,

    /// <summary>The note is too long, or has characters that cannot be stored.</summary>
    NoteInvalid,

    /// <summary>The name or the address.</summary>
    BuyerInvalid,

    /// <summary>The total differs from what was quoted.</summary>
    QuoteOutdated,

    /// <summary>A seat's tier offers no reduction of that name to this hold.</summary>
    ReductionUnknown,

    /// <summary>A companion's reduction for another seat than a companion seat, or for more of them than wheelchair places.</summary>
    ReductionNotForSeat,

    /// <summary>More seats have a reduction than it allows in an order.</summary>
    ReductionLimit,

    /// <summary>A complimentary ticket with a reduced price.</summary>
    CompReduced,

    /// <summary>Too many sales of the account within a short time.</summary>
    TooOften,
}

/// <summary>A sold order.</summary>
/// <param name="Change">What the buyer gets back of the cash given.</param>
public sealed record SoldAtBoxOffice(Order Order, Money Change);
