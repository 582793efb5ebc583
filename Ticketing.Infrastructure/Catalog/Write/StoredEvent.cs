using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Write;

/// <summary>An event as the catalogue has it, public or not, with its dates and prices.</summary>
/// <param name="Performances">By start.</param>
/// <param name="Venue">Of the first performance; null: there is none.</param>
internal sealed record StoredEvent(
    Event Event, IReadOnlyList<Performance> Performances, ILookup<PerformanceId, PriceTier> Tiers, Venue? Venue)
{
    /// <summary>What tiers offer now; those that offer nothing are left out.</summary>
    public required IReadOnlyDictionary<PriceTierId, TierOffers> Offers { get; init; }

    /// <summary>Whether it counts for the limit of events on sale: public, with a date to come.</summary>
    public bool IsOnSaleAt(DateTimeOffset now) => Event.Status == EventStatus.Published && Performances.Any(date => IsAhead(date, now));

    /// <summary>Whether a performance is not over and not cancelled. A postponed one is not over when its first time has passed.</summary>
    public static bool IsAhead(Performance performance, DateTimeOffset now) =>
        (performance.EndsAt > now || performance.Status == PerformanceStatus.Postponed)
        && performance.Status is not (PerformanceStatus.Cancelled or PerformanceStatus.Completed);
}

/// <summary>What is published of an event.</summary>
/// <param name="Story">Markdown.</param>
/// <param name="CompiledPlanId">For new dates; published ones keep their plan.</param>
/// <param name="Seats">The number of seats of that plan.</param>
internal sealed record EventToPublish(
    EventId Id, OrganizationId Organization, string Title, string Category, string Summary, string Story, int ArtworkSeed, Guid? Picture,
    VenueId Venue, string CompiledPlanId, int Seats, string Currency)
{
    /// <summary>All of the draft that are to be there afterwards; others stay as they are.</summary>
    public required IReadOnlyList<DateToPublish> Dates { get; init; }

    /// <summary>In display order.</summary>
    public required IReadOnlyList<TierToPublish> Tiers { get; init; }

    public required SaleToPublish Sale { get; init; }
}

/// <summary>A date.</summary>
/// <param name="IsMoved">Whether its times differ from those that were published last.</param>
internal sealed record DateToPublish(
    PerformanceId Id, DateTimeOffset DoorsAt, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool IsMoved);

/// <param name="Category">The key of the plan's category.</param>
/// <param name="Price">Minor units.</param>
/// <param name="Fee">Minor units.</param>
/// <param name="Before">What was published last: published dates take over what differs. Null: the category had no price.</param>
internal sealed record TierToPublish(
    string Category, string Name, string Color, long Price, long Fee, int TaxBasisPoints, TierToPublish? Before)
{
    /// <summary><see cref="TierOffers"/> as JSON.</summary>
    public required string Offers { get; init; }

    public required TierRules Rules { get; init; }
}

/// <param name="OpensAt">Null: with the publication.</param>
/// <param name="ClosesMinutesBefore">How long before each start its sale ends.</param>
/// <param name="Changes">What published dates take over.</param>
internal sealed record SaleToPublish(
    DateTimeOffset? OpensAt, int ClosesMinutesBefore, int SeatsPerOrderMax, int SeatsPerBuyerMax, int HoldSeconds, bool NoSingleSeats,
    bool AttendeeNames, SaleChanges Changes);

/// <summary>Which terms of sale differ from what was published last. Published dates may have others of their own, which stay.</summary>
internal sealed record SaleChanges(
    bool OpensAt, bool ClosesBefore, bool SeatsPerOrderMax, bool SeatsPerBuyerMax, bool HoldSeconds, bool NoSingleSeats, bool AttendeeNames)
{
    /// <summary>The first publication.</summary>
    public static SaleChanges All { get; } = new(true, true, true, true, true, true, true);
}

/// <summary>What a publication has written.</summary>
/// <param name="New">The dates that were added.</param>
/// <param name="Moved">The dates whose times have changed, with the start before.</param>
internal sealed record WrittenEvent(string Slug, IReadOnlyList<PerformanceId> New, IReadOnlyList<(Performance Date, DateTimeOffset Before)> Moved);
