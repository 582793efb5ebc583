using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Publishing;

/// <summary>What a draft must have to be published, and local times on nights on which clocks change.</summary>
public sealed class DraftChecksTests
{
    private static readonly DateTimeOffset Now = new(2031, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Venue Hall = new()
    {
        Id = VenueId.New(),
        OrganizationId = OrganizationId.New(),
        Name = "Hall",
        Slug = "hall",
        Street = "Street 1",
        PostalCode = "10115",
        City = "Berlin",
        Country = "DE",
        Latitude = 52,
        Longitude = 13,
        TimeZone = "Europe/Berlin",
    };

    private static readonly PlanChoice Plan = new(
        SeatingPlanId.New(), Hall.Id, "Plan", 1, 12, "abc", [new PlanChoiceCategory("stalls", "Stalls", "#5b8def", 8), new PlanChoiceCategory("boxes", "Boxes", "#5b8def", 4)]);

    private static readonly EventDraft Complete = new()
    {
        Details = new DraftDetails { Title = "Die Räuber", Category = "theatre", Summary = "Two brothers." },
        Dates = [DateAt(2031, 5, 1), DateAt(2031, 5, 2)],
        Place = new DraftPlace { Venue = Hall.Id, Plan = Plan.Id },
        Prices = new DraftPrices { Tiers = [new DraftTier("stalls") { Name = "Stalls", Price = 4500 }, new DraftTier("boxes") { Name = "Boxes", Price = 0 }] },
    };

    private static readonly (string Field, Func<EventDraft, EventDraft> Change)[] Wrong =
    [
        ("details.title", draft => draft.WithTitle("ab")),
        ("details.title", draft => draft.WithTitle(new string('x', 201))),
        ("details.title", draft => draft.WithTitle("a\u0007b")),
        ("details.category", draft => draft with { Details = draft.Details with { Category = "opera" } }),
        ("details.summary", draft => draft with { Details = draft.Details with { Summary = " \n " } }),
        ("details.story", draft => draft with { Details = draft.Details with { Story = new string('x', 20_001) } }),
        ("dates", draft => draft with { Dates = [] }),
        ("dates", draft => draft.WithDates(Enumerable.Range(0, 201).Select(i => new DraftDate(Guid.NewGuid()) { StartsAt = new DateTime(2031, 5, 1).AddHours(i) }))),
        ("dates[0].startsAt", draft => draft.WithDates([new DraftDate(Guid.NewGuid())])),
        ("dates[0].startsAt", draft => draft.WithDates([new DraftDate(Guid.NewGuid()) { StartsAt = DateTime.MinValue }])),
        ("dates[1].startsAt", draft => draft.WithDates(draft.Dates.Moved(1, new DateTime(2031, 2, 28, 20, 0, 0)))),
        ("dates[1].startsAt", draft => draft.WithDates(draft.Dates.Moved(1, draft.Dates[0].StartsAt!.Value))),
        ("dates[1].startsAt", draft => draft.WithDates(draft.Dates.Moved(1, new DateTime(2036, 3, 2)))),
        ("dates[0].minutes", draft => draft.WithDates([draft.Dates[0] with { Minutes = 0 }])),
        ("dates[0].doorsMinutesBefore", draft => draft.WithDates([draft.Dates[0] with { DoorsMinutesBefore = -1 }])),
        ("prices.currency", draft => draft with { Prices = draft.Prices with { Currency = "eur" } }),
        ("prices.tiers", draft => draft with { Prices = draft.Prices with { Tiers = draft.Prices.Tiers.RemoveAt(1) } }),
        ("prices.tiers[0].price", draft => WithTier(draft, tier => tier with { Price = null })),
        ("prices.tiers[0].price", draft => WithTier(draft, tier => tier with { Price = -1 })),
        ("prices.tiers[0].price", draft => WithTier(draft, tier => tier with { Price = 100_000_001 })),
        ("prices.tiers[0].price", draft => WithTier(draft with { Prices = draft.Prices with { Currency = "KWD" } }, tier => tier with { Price = 4505 })),
        ("prices.tiers[0].fee", draft => WithTier(draft, tier => tier with { Fee = -1 })),
        ("prices.tiers[0].taxBasisPoints", draft => WithTier(draft, tier => tier with { TaxBasisPoints = 10_001 })),
        ("prices.tiers[0].color", draft => WithTier(draft, tier => tier with { Color = "#12345g" })),
        ("prices.tiers[0].name", draft => WithTier(draft, tier => tier with { Name = " " })),
        ("sale.seatsPerOrderMax", draft => draft with { Sale = draft.Sale with { SeatsPerOrderMax = 0 } }),
        ("sale.seatsPerBuyerMax", draft => draft with { Sale = draft.Sale with { SeatsPerBuyerMax = 9 } }),
        ("sale.seatsPerBuyerMax", draft => draft with { Sale = draft.Sale with { SeatsPerBuyerMax = 501 } }),
        ("sale.holdMinutes", draft => draft with { Sale = draft.Sale with { HoldMinutes = 31 } }),
        ("sale.opensAt", draft => draft with { Sale = draft.Sale with { OpensAt = new DateTime(2031, 5, 1, 20, 0, 0) } }),
        ("sale.closesMinutesBefore", draft => draft with { Sale = draft.Sale with { ClosesMinutesBefore = -1 } }),
        ("sale.closesMinutesBefore", draft => draft with { Sale = draft.Sale with { ClosesMinutesBefore = 90 * 24 * 60 } }),
    ];

    [Fact]
    public void Draft_WithEverything_HasNoProblem() => Assert.Empty(DraftChecks.Of(Complete, Plan, Hall, Now));

    [Fact]
    public void Draft_WithOneWrongValue_NamesItsField() => Assert.All(Wrong, wrong =>
    {
        var problems = DraftChecks.Of(wrong.Change(Complete), Plan, Hall, Now);

        Assert.Contains(problems, problem => problem.Field == wrong.Field);
        Assert.All(problems, problem => Assert.Contains(' ', string.Format(CultureInfo.InvariantCulture, problem.Sentence, [.. problem.Arguments])));
    });

    [Fact]
    public void Draft_Empty_NamesEachStep() => Assert.Equal(
        [DraftStep.Details, DraftStep.Dates, DraftStep.Plan],
        DraftChecks.Of(EventDraft.Empty, null, null, Now).Select(problem => problem.Step).Distinct());

    [Fact]
    public void Place_OfAnotherVenue_IsRefused() => Assert.Equal(
        ["place.plan"], DraftChecks.Of(Complete, Plan with { Venue = VenueId.New() }, Hall, Now).Select(problem => problem.Field));

    [Fact]
    public void Date_ThatIsPublished_MayBeOver()
    {
        var over = Complete.WithDates(Complete.Dates.Moved(1, new DateTime(2031, 2, 28, 20, 0, 0)));

        Assert.Empty(DraftChecks.Of(over, Plan, Hall, Now, new HashSet<Guid> { over.Dates[1].Id }));
    }

    [Theory]
    [InlineData("2031-03-30T02:30", "2031-03-30T01:30:00Z")]
    [InlineData("2031-10-26T02:30", "2031-10-26T00:30:00Z")]
    [InlineData("2031-05-01T20:00", "2031-05-01T18:00:00Z")]
    [InlineData("2031-12-01T20:00", "2031-12-01T19:00:00Z")]
    public void LocalTime_OnAnyNight_IsOneInstant(string local, string instant)
    {
        var invariant = CultureInfo.InvariantCulture;

        Assert.Equal(DateTimeOffset.Parse(instant, invariant), LocalTimes.ToInstant(DateTime.Parse(local, invariant), "Europe/Berlin"));
    }

    private static DraftDate DateAt(int year, int month, int day) => new(Guid.NewGuid()) { StartsAt = new DateTime(year, month, day, 20, 0, 0) };

    private static EventDraft WithTier(EventDraft draft, Func<DraftTier, DraftTier> change) =>
        draft with { Prices = draft.Prices with { Tiers = draft.Prices.Tiers.SetItem(0, change(draft.Prices.Tiers[0])) } };
}
