using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Presales;

/// <summary>Creates a presale of an event.</summary>
public sealed record CreatePresale(EventId Event, PresaleTerms Terms, Caller Caller);

/// <summary>Changes a presale. Holds and orders that were made stay.</summary>
public sealed record EditPresale(PresaleId Presale, PresaleTerms Terms, Caller Caller)
{
    /// <summary>The terms that the change is based on; refused if they have changed since. Null: no check.</summary>
    public PresaleTerms? Seen { get; init; }
}

/// <summary>Changes some terms of a presale like <see cref="EditPresale"/>; the others stay as they are at the time of the change.</summary>
/// <param name="Change">Makes the new terms of the stored ones; called while the presale is locked.</param>
public sealed record AmendPresale(PresaleId Presale, Func<PresaleTerms, PresaleTerms> Change, Caller Caller);

/// <summary>Deletes a presale with its codes; only while no code is in use by an order.</summary>
public sealed record DeletePresale(PresaleId Presale, Caller Caller);

/// <summary>Adds codes to a presale: one with a given text, or random ones.</summary>
/// <param name="Code">The text of the only code; null: random codes.</param>
/// <param name="Count">The number of random codes.</param>
/// <param name="UsesMax">How many orders may use each.</param>
/// <param name="Email">For a single code: the only address whose orders may use it; null: any.</param>
public sealed record MakeAccessCodes(PresaleId Presale, string? Code, int Count, int UsesMax, string? Email, Caller Caller)
{
    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<PresaleFault> Faults()
    {
        List<PresaleFault> faults = [];
        if (Code is not null && !AccessCode.CanBe(Code))
        {
            faults.Add(new PresaleFault(nameof(Code), "Enter a code of at most 40 characters."));
        }

        if (Code is null && Count is < 1 or > RandomCodes.AtOnceMax)
        {
            faults.Add(new PresaleFault(nameof(Count), "Between 1 and 10,000 codes can be made at once."));
        }

        if (UsesMax is < 1 or > AccessCode.UsesMaxMax)
        {
            faults.Add(new PresaleFault(nameof(UsesMax), "Between 1 and 100,000 orders can use a code."));
        }

        if (Email is not null && (Code is null || !EmailAddress.IsValid(Email)))
        {
            faults.Add(new PresaleFault(nameof(Email), "Enter an e-mail address like name@example.com, for a single code."));
        }

        return faults;
    }
}

/// <summary>Ends a code: it opens nothing any more. Orders placed with it stay. Idempotent.</summary>
public sealed record RevokeAccessCode(PresaleId Presale, AccessCodeId Code, Caller Caller);

/// <summary>Why a presale or its codes were not changed.</summary>
public enum PresaleRefusal
{
    /// <summary>There is no such event, presale or code, or the caller does not run its sales.</summary>
    NotFound,

    /// <summary><see cref="RefusedPresale.Faults"/> says what is wrong.</summary>
    Invalid,

    /// <summary>A concurrent change: the terms differ from <see cref="EditPresale.Seen"/>.</summary>
    Changed,

    /// <summary>Orders use codes of the presale.</summary>
    InUse,

    /// <summary>The organization has a code with this text already.</summary>
    CodeTaken,

    /// <summary>The event has <see cref="Presale.PerEventMax"/> presales, or the presale <see cref="Presale.CodesMax"/> codes.</summary>
    LimitReached,

    /// <summary>Too many changes of the account within a short time.</summary>
    TooOften,
}

/// <summary>A refusal with its details.</summary>
public sealed record RefusedPresale(PresaleRefusal Reason, IReadOnlyList<PresaleFault> Faults)
{
    public RefusedPresale(PresaleRefusal reason) : this(reason, [])
    {
    }
}

/// <param name="Field">The name of the invalid value.</param>
/// <param name="Sentence">An English sentence, which is also the resource key.</param>
public sealed record PresaleFault(string Field, string Sentence);

/// <summary>What members set of a presale.</summary>
/// <param name="Categories">Keys of seat categories; empty: all.</param>
/// <param name="SeatsPerBuyerMax">Null: the performance's own limit.</param>
/// <param name="Dates">Its performances; empty: every performance that the event has now.</param>
public sealed record PresaleTerms(
    string? Name, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, IReadOnlyList<string> Categories, int? SeatsPerBuyerMax,
    IReadOnlyList<PerformanceId> Dates)
{
    public const int NameLengthMax = 80;
    public const int SeatsMax = 1_000;
    public const int DatesMax = 200;

    /// <summary>The error where the event has no performance.</summary>
    public static readonly PresaleFault NoDates = new(nameof(Dates), "The event has no dates yet. Publish it with its dates first.");

    /// <summary>The error where a performance is of another event.</summary>
    public static readonly PresaleFault OtherDates = new(nameof(Dates), "Choose dates of this event.");

    private const int CategoriesMax = 50;
    private const int CategoryLengthMax = 64;

    /// <summary>The terms of a stored presale.</summary>
    public static PresaleTerms Of(Presale stored, IReadOnlyList<PerformanceId> dates)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new PresaleTerms(stored.Name, stored.OpensAt, stored.ClosesAt, stored.Categories, stored.SeatsPerBuyerMax, dates);
    }

    /// <summary>Whether both have the same values, categories and dates in any order.</summary>
    public bool IsSame(PresaleTerms other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (TypedText.Line(Name), OpensAt, ClosesAt, SeatsPerBuyerMax)
                == (TypedText.Line(other.Name), other.OpensAt, other.ClosesAt, other.SeatsPerBuyerMax)
            && Categories.ToHashSet(StringComparer.Ordinal).SetEquals(other.Categories)
            && Dates.ToHashSet().SetEquals(other.Dates);
    }

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<PresaleFault> Faults()
    {
        List<PresaleFault> faults = [];
        if (!TypedText.IsName(TypedText.Line(Name), NameLengthMax))
        {
            faults.Add(new PresaleFault(nameof(Name), "Give the presale a name of at most 80 characters."));
        }

        if (OpensAt is null)
        {
            faults.Add(new PresaleFault(nameof(OpensAt), "Say when the presale opens."));
        }

        if (ClosesAt is null)
        {
            faults.Add(new PresaleFault(nameof(ClosesAt), "Say when the presale closes."));
        }
        else if (ClosesAt <= OpensAt)
        {
            faults.Add(new PresaleFault(nameof(ClosesAt), "The presale has to close after it opens."));
        }

        if (SeatsPerBuyerMax is < 1 or > SeatsMax)
        {
            faults.Add(new PresaleFault(nameof(SeatsPerBuyerMax), "Between 1 and 1,000 seats, or empty."));
        }

        if (Categories.Count > CategoriesMax || Categories.Any(key => key is not { Length: > 0 and <= CategoryLengthMax } || !TypedText.IsText(key)))
        {
            faults.Add(new PresaleFault(nameof(Categories), "Name the categories of the seating plan by their keys."));
        }

        if (Dates.Count > DatesMax)
        {
            faults.Add(new PresaleFault(nameof(Dates), "A presale can be for at most 200 dates."));
        }

        return faults;
    }
}
