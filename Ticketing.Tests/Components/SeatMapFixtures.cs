using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Tests.Components;

/// <summary>A plan for tests of the seat page: six seats in two rows and an area of four places.</summary>
internal static class SeatMapFixtures
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static BunitContext English()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var context = new BunitContext();
        context.Services.AddLocalization();
        context.Services.AddLogging();
        return context;
    }

    public static SeatSale Sale(bool pricesIncludeTax = true) => new()
    {
        Id = PerformanceId.New(),
        Title = "An evening",
        EventSlug = "an-evening",
        VenueName = "Little House",
        City = "Berlin",
        TimeZone = "Europe/Berlin",
        StartsAt = Now.AddDays(10),
        DoorsAt = Now.AddDays(10).AddHours(-1),
        OnSaleAt = Now.AddDays(-1),
        State = SaleState.OnSale,
        Plan = Plan(),
        PricesIncludeTax = pricesIncludeTax,
        SeatsPerOrderMax = 6,
        Tiers =
        [
            new SeatSaleTier(1, "Standard", "standard", "#3355ff", new Money(5000, "EUR"), new Money(250, "EUR"), 1900),
            new SeatSaleTier(2, "Standing", "standing", "#ff5533", new Money(2000, "EUR"), Money.Zero("EUR"), 1900),
        ],
    };

    public static HeldSeats Held(SeatSale sale, params string[] labels) => new(
        HoldId.New(), sale.Id, [.. labels.Select(label => Held(sale, label))], Now.AddMinutes(9), Now.AddMinutes(30), Extended: false, "EUR");

    private static HeldSeat Held(SeatSale sale, string label)
    {
        Assert.True(sale.Plan.TryFind(label, out var seat));
        var tier = sale.TierOf(seat)!;
        return new HeldSeat(seat, label, tier.Ordinal, tier.Name, tier.Price, tier.Fee);
    }

    private static CompiledPlan Plan()
    {
        var document = new PlanDocument
        {
            Name = "Little House",
            Categories = [new("standard", "Standard", "#3355ff"), new("standing", "Standing", "#ff5533")],
            Sections = [new("stalls", "Stalls"), new("floor", "Floor")],
            Objects =
            [
                new BlockObject { Id = "block", Section = "stalls", Category = "standard", Rows = 2, Seats = 3 },
                new AreaObject
                {
                    Id = "floor",
                    Section = "floor",
                    Category = "standing",
                    Capacity = 4,
                    Points = [new(0, 500), new(400, 500), new(400, 900), new(0, 900)],
                },
            ],
        };
        var compilation = PlanCompiler.Compile(document);
        Assert.Empty(compilation.Problems);
        return compilation.Plan!;
    }
}
