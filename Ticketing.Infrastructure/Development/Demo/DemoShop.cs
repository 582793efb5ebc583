using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Library;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Development.Demo.Plans;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>A performance of the demo with its plan and price tiers.</summary>
internal sealed record DemoPerformance(Performance Performance, DemoEvent Event, CompiledPlan Plan, IReadOnlyList<PriceTier> Tiers);

/// <summary>The demo's organizations, venues, plans, events and performances, as unsaved entities.</summary>
internal sealed class DemoShop
{
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, int> _stylesUsed = [];
    private readonly Dictionary<string, int> _palettesUsed = [];
    private int _artworksTried;

    public DemoShop(DateTimeOffset now)
    {
        _now = now;
        var places = DemoContent.Venues().Select(AddVenue).ToDictionary(place => place.Venue.Slug);
        foreach (var @event in DemoContent.Events())
        {
            AddEvent(@event, places[@event.Venue]);
        }
    }

    public List<Organization> Organizations { get; } =
    [
        Organization("northlight", "Northlight Presents", pricesIncludeTax: true, refundHours: 48),
        Organization("marlow-finch", "Marlow & Finch", pricesIncludeTax: true, refundHours: 24),
        Organization("hudson-vine", "Hudson & Vine", pricesIncludeTax: false, refundHours: null),
    ];

    /// <summary>Waits for an admin's decision; without events.</summary>
    public Organization Waiting { get; } = Organization(
        "kontrapunkt", "Kontrapunkt", pricesIncludeTax: true, refundHours: 48, OrganizationStatus.Pending, OrganizationPlan.Free);

    public List<Venue> Venues { get; } = [];

    public List<SeatingPlan> Plans { get; } = [];

    public List<SeatingPlanVersion> PlanVersions { get; } = [];

    public List<StoredCompiledPlan> CompiledPlans { get; } = [];

    public List<Event> Events { get; } = [];

    public List<DemoPerformance> Performances { get; } = [];

    private static Organization Organization(
        string slug, string name, bool pricesIncludeTax, int? refundHours, OrganizationStatus status = OrganizationStatus.Approved,
        OrganizationPlan plan = OrganizationPlan.Enterprise) =>
        new()
        {
            Id = OrganizationId.New(),
            Name = name,
            Slug = slug,
            Email = $"hello@{slug}.example",
            PricesIncludeTax = pricesIncludeTax,
            RefundHoursBefore = refundHours,
            RefundKeepsFee = refundHours == 24,
            Status = status,
            Plan = plan,
        };

    private Place AddVenue(DemoVenue demo)
    {
        var venue = new Venue
        {
            Id = VenueId.New(),
            OrganizationId = Organizations.Single(organization => organization.Slug == demo.Organization).Id,
            Name = demo.Name,
            Slug = demo.Slug,
            Street = demo.Street,
            PostalCode = demo.PostalCode,
            City = demo.City,
            Country = demo.Country,
            Latitude = demo.Latitude,
            Longitude = demo.Longitude,
            TimeZone = demo.TimeZone,
        };
        var document = Document(demo.Kind) with { Name = demo.Name };
        var compilation = PlanCompiler.Compile(document);
        Invariant.Holds(compilation.Problems.Count == 0);
        var compiled = compilation.Plan!;
        var plan = new SeatingPlan
        {
            Id = SeatingPlanId.New(),
            OrganizationId = venue.OrganizationId,
            VenueId = venue.Id,
            Name = document.Name,
        };
        Venues.Add(venue);
        Plans.Add(plan);
        PlanVersions.Add(new SeatingPlanVersion
        {
            SeatingPlanId = plan.Id,
            Version = 1,
            Document = PlanDocumentJson.Write(document),
            SavedAt = _now,
            CompiledPlanId = compiled.Id,
        });
        CompiledPlans.Add(new StoredCompiledPlan
        {
            Id = compiled.Id,
            SeatingPlanId = plan.Id,
            Version = 1,
            SeatCount = compiled.PlaceCount,
            Data = compiled.ToBytes(),
            Geometry = compiled.ToGeometryJson(),
            CompiledAt = _now,
        });
        return new Place(demo, venue, compiled);
    }

    private static PlanDocument Document(string kind) => kind switch
    {
        "theatre" => PlanLibrary.Document(PlanLibrary.Theatre),
        "hall" => ConcertHallPlan.Create(),
        _ => ArenaPlan.Create(),
    };

    private void AddEvent(DemoEvent demo, Place place)
    {
        var @event = new Event
        {
            Id = EventId.New(),
            OrganizationId = place.Venue.OrganizationId,
            Slug = Slug.Of(demo.Title),
            Title = demo.Title,
            Category = demo.Category,
            Summary = demo.Summary,
            Description = string.Join("\n\n", demo.Story),
            ArtworkSeed = NextArtwork(demo.Category),
            Status = demo.State == DemoState.Cancelled ? EventStatus.Cancelled : EventStatus.Published,
            CreatedAt = _now.AddDays(-((Events.Count * 7 % 60) + 46)),
        };
        Events.Add(@event);
        foreach (var date in demo.Dates)
        {
            AddPerformance(demo, place, @event, DemoDates.Resolve(date, _now, place.Venue.TimeZone));
        }
    }

    private void AddPerformance(DemoEvent demo, Place place, Event @event, DateTimeOffset startsAt)
    {
        var performance = new Performance
        {
            Id = PerformanceId.New(),
            EventId = @event.Id,
            VenueId = place.Venue.Id,
            OrganizationId = @event.OrganizationId,
            CompiledPlanId = place.Plan.Id,
            StartsAt = startsAt,
            DoorsAt = startsAt.AddMinutes(place.Demo.Kind == "theatre" ? -45 : -90),
            EndsAt = startsAt.AddMinutes(demo.Minutes),
            OnSaleAt = demo.State == DemoState.Presale ? DemoDates.Resolve("w1 fri 10:00", _now, place.Venue.TimeZone) : @event.CreatedAt,
            OffSaleAt = startsAt,
            Status = demo.State switch
            {
                DemoState.Paused => PerformanceStatus.Paused,
                DemoState.Cancelled => PerformanceStatus.Cancelled,
                _ => PerformanceStatus.Scheduled,
            },
            Currency = place.Demo.Currency,
            SeatCount = place.Plan.PlaceCount,
            SeatsPerOrderMax = demo.State switch { DemoState.Presale or DemoState.Free => 4, DemoState.Strict => 6, _ => 10 },
            SeatsPerBuyerMax = demo.State switch { DemoState.Presale or DemoState.Free => 4, DemoState.Strict => 6, _ => 20 },
            NoSingleSeats = demo.State == DemoState.Strict,
            AttendeeNames = demo.State == DemoState.Strict,
        };
        Performances.Add(new DemoPerformance(performance, demo, place.Plan, DemoPrices.Tiers(performance.Id, place.Plan, demo, place.Demo)));
    }

    /// <summary>Of 80 seeds the one with the least used style and palette, so that adjacent events look different.</summary>
    private int NextArtwork(string category)
    {
        var best = Enumerable.Range(_artworksTried + 1, 80).MinBy(seed =>
        {
            var (palette, style) = ArtworkPainter.Describe(ArtworkPainter.SeedOf(category, seed));
            return (_stylesUsed.GetValueOrDefault(style) * 2) + (_palettesUsed.GetValueOrDefault(palette) * 3);
        });
        _artworksTried += 80;
        var (usedPalette, usedStyle) = ArtworkPainter.Describe(ArtworkPainter.SeedOf(category, best));
        _stylesUsed[usedStyle] = _stylesUsed.GetValueOrDefault(usedStyle) + 1;
        _palettesUsed[usedPalette] = _palettesUsed.GetValueOrDefault(usedPalette) + 1;
        return best;
    }

    private sealed record Place(DemoVenue Demo, Venue Venue, CompiledPlan Plan);
}
