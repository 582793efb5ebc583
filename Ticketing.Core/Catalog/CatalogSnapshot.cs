using System.Collections.Frozen;
using System.Collections.Immutable;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>Immutable snapshot of all public events. Shared by all requests, replaced as a whole.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, CatalogEvent> _bySlug;
    private readonly FrozenDictionary<PerformanceId, (CatalogEvent Event, CatalogPerformance Performance)> _byPerformance;
    private readonly FrozenDictionary<PerformanceId, SeatCount> _seats;

    public CatalogSnapshot(ImmutableArray<CatalogEvent> events)
    {
        Events = events;
        _bySlug = events.ToFrozenDictionary(catalogEvent => catalogEvent.Slug, StringComparer.Ordinal);
        _byPerformance = events
            .SelectMany(catalogEvent => catalogEvent.Performances, (catalogEvent, performance) => (catalogEvent, performance))
            .ToFrozenDictionary(pair => pair.performance.Id);
        _seats = FrozenDictionary<PerformanceId, SeatCount>.Empty;
        Texts = events.ToFrozenDictionary(catalogEvent => catalogEvent.Id, catalogEvent => new SearchableText(catalogEvent));
    }

    private CatalogSnapshot(CatalogSnapshot content, FrozenDictionary<PerformanceId, SeatCount> seats)
    {
        (Events, _bySlug, _byPerformance, Texts) = (content.Events, content._bySlug, content._byPerformance, content.Texts);
        _seats = seats;
    }

    public static CatalogSnapshot Empty { get; } = new([]);

    public ImmutableArray<CatalogEvent> Events { get; }

    internal FrozenDictionary<EventId, SearchableText> Texts { get; }

    /// <summary>A copy with other seat counts.</summary>
    public CatalogSnapshot With(IReadOnlyDictionary<PerformanceId, SeatCount> counts) => new(this, counts.ToFrozenDictionary());

    public CatalogEvent? Find(string slug) => _bySlug.GetValueOrDefault(slug);

    public (CatalogEvent Event, CatalogPerformance Performance)? Find(PerformanceId id) =>
        _byPerformance.TryGetValue(id, out var found) ? found : null;

    public SeatCount SeatsOf(CatalogPerformance performance) => _seats.GetValueOrDefault(performance.Id);

    /// <summary>The lowest final price of a free seat; null: none is free.</summary>
    public Money? PriceFrom(CatalogPerformance performance)
    {
        var seats = SeatsOf(performance);
        var tiers = performance.Tiers.Where(tier => seats.Free > 0 && seats.FreeCategories?.Contains(tier.Category) != false).ToList();
        return tiers.Count == 0 ? null : tiers.MinBy(tier => tier.AllIn.Amount)!.AllIn;
    }

    /// <summary>The lowest of some performances; currencies are compared by <see cref="ReferenceRates"/>. Null: none has a free seat.</summary>
    public Money? PriceFrom(IEnumerable<CatalogPerformance> performances) =>
        performances.Select(PriceFrom).OfType<Money>().OrderBy(ReferenceRates.EuroCents).Select(price => (Money?)price).FirstOrDefault();

    public Availability AvailabilityOf(CatalogPerformance performance, DateTimeOffset now) =>
        Availabilities.Of(performance.SaleStateAt(now), SeatsOf(performance), performance.SeatCount);
}
