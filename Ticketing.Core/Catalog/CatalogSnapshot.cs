using System.Collections.Frozen;
using System.Collections.Immutable;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog;

/// <summary>All that visitors can see, as it was at one moment: read by every request, replaced as a whole.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, CatalogEvent> _bySlug;
    private readonly FrozenDictionary<PerformanceId, (CatalogEvent Event, CatalogPerformance Performance)> _byPerformance;
    private readonly FrozenDictionary<PerformanceId, SeatCount> _seats;

    public CatalogSnapshot(ImmutableArray<CatalogEvent> events)
    {
        Events = events;
        _bySlug = events.ToFrozenDictionary(happening => happening.Slug, StringComparer.Ordinal);
        _byPerformance = events.SelectMany(happening => happening.Performances, (happening, performance) => (happening, performance))
            .ToFrozenDictionary(pair => pair.performance.Id);
        _seats = FrozenDictionary<PerformanceId, SeatCount>.Empty;
        Texts = events.ToFrozenDictionary(happening => happening.Id, happening => new SearchableText(happening));
    }

    private CatalogSnapshot(CatalogSnapshot content, FrozenDictionary<PerformanceId, SeatCount> seats)
    {
        (Events, _bySlug, _byPerformance, Texts) = (content.Events, content._bySlug, content._byPerformance, content.Texts);
        _seats = seats;
    }

    public static CatalogSnapshot Empty { get; } = new([]);

    public ImmutableArray<CatalogEvent> Events { get; }

    internal FrozenDictionary<EventId, SearchableText> Texts { get; }

    /// <summary>The same content with other counts of seats.</summary>
    public CatalogSnapshot With(IReadOnlyDictionary<PerformanceId, SeatCount> counts) => new(this, counts.ToFrozenDictionary());

    public CatalogEvent? Find(string slug) => _bySlug.GetValueOrDefault(slug);

    public (CatalogEvent Event, CatalogPerformance Performance)? Find(PerformanceId id) =>
        _byPerformance.TryGetValue(id, out var found) ? found : null;

    public SeatCount SeatsOf(CatalogPerformance performance) => _seats.GetValueOrDefault(performance.Id);

    public Availability AvailabilityOf(CatalogPerformance performance, DateTimeOffset now) =>
        Availabilities.Of(performance.SaleStateAt(now), SeatsOf(performance), performance.SeatCount);
}
