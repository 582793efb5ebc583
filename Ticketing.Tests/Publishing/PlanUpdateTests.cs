using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Infrastructure.Seating;
using Ticketing.Tests.Seating;

namespace Ticketing.Tests.Publishing;

/// <summary>A plan on sale with 300 held and 5,000 sold seats gets a newer version: rows are added, a section is moved, a sold row cannot vanish.</summary>
public sealed class PlanUpdateTests(PublishingLab lab) : IClassFixture<PublishingLab>
{
    private const int Sold = 5_000;
    private const int Held = 300;
    private const int Places = 6_500;

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private PlanUpdates Updates => lab.Service<PlanUpdates>();

    [Fact]
    public async Task Plan_OnSale_GetsARowAndAMovedSection()
    {
        var house = await OpenAsync();
        var before = await SeatsAsync(house.Performance);
        using var viewer = await lab.Service<SeatFeed>().SubscribeAsync(house.Performance, cancellationToken: Stop);
        Assert.Equal(Places, (await viewer!.ReadAsync(Stop))!.SeatCount);
        await PublishAsync(house, document => document with
        {
            Objects = [Stalls(61), (BlockObject)document.Objects[1] with { Y = 7_000 }],
        });

        Assert.False(Assert.Single((await Updates.DatesAsync(house.Seller.Id, house.Plan, house.Seller.Owner, Stop))!).IsCurrent);
        var update = (await Updates.PreviewAsync(house.Performance, house.Seller.Owner, Stop)).Value!;
        Assert.Equal((100, 500, 0, 0, Places + 100), (update.Added, update.Moved, update.OtherCategory, update.OtherKind, update.Seats));
        Assert.Empty(update.Blocks);
        Assert.Equal(PlanUpdateRefusal.Outdated, (await ApplyAsync(house, "another")).Refusal?.Reason);
        Assert.Equal(before, await SeatsAsync(house.Performance));

        // Buyers go on while it is applied: each gets the seat that was asked for, by its name.
        var buyers = Enumerable.Range(1, 30).Select(seat => HoldAsync(house.Performance, $"Circle-J-{seat}")).ToList();
        var applied = await ApplyAsync(house, update.Hash);
        Assert.True(applied.Succeeded, applied.Refusal?.Reason.ToString());
        foreach (var (seat, (status, hold)) in (await Task.WhenAll(buyers)).Index())
        {
            Assert.Equal((201, $"Circle-J-{seat + 1}"), (status, hold!["seats"]![0]!["label"]!.GetValue<string>()));
        }

        var after = await SeatsAsync(house.Performance);
        Assert.Equal(Places + 100, after.Count);
        Assert.Equal(before.Take(Sold + Held), after.Take(Sold + Held));
        Assert.Equal(["performance.plan-changed"], (await lab.FactsAsync(house.Performance.Value)).TakeLast(1));
        var (status61, hold61) = await HoldAsync(house.Performance, $"Stalls-{RowName(61)}-1");
        Assert.Equal(201, status61);
        Assert.Equal($"Stalls-{RowName(61)}-1", hold61!["seats"]![0]!["label"]!.GetValue<string>());
        Assert.Equal(PlanUpdateRefusal.NothingNewer, (await Updates.PreviewAsync(house.Performance, house.Seller.Owner, Stop)).Refusal?.Reason);
        Assert.True(Assert.Single((await Updates.DatesAsync(house.Seller.Id, house.Plan, house.Seller.Owner, Stop))!).IsCurrent);

        // Viewers go on, and the list over the API has the new seats under their section's name.
        for (var frame = await viewer.ReadAsync(Stop); frame!.IsSnapshot is false || frame.SeatCount == Places; frame = await viewer.ReadAsync(Stop))
        {
            Assert.NotNull(frame);
        }

        using var client = lab.CreateClient();
        var seats = (await client.GetFromJsonAsync<JsonNode>($"api/v1/performances/{house.Performance}/seats", Stop))!["seats"]!.AsArray();
        Assert.Equal(Places + 100, seats.Count);
        Assert.Equal(6_100, seats.Count(seat => seat!["section"]!.GetValue<string>() == "Stalls"));
        Assert.Equal(Sold, seats.Count(seat => seat!["status"]!.GetValue<string>() == "sold"));
        var plan = await client.GetFromJsonAsync<JsonNode>($"api/v1/performances/{house.Performance}/plan", Stop);
        Assert.Equal((update.Hash, Places + 100), (plan!["id"]!.GetValue<string>(), plan["seatCount"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Plan_WithoutARowThatIsSold_IsRefusedWithTheList()
    {
        var house = await OpenAsync();
        var before = await SeatsAsync(house.Performance);

        // The first row is sold, the 51st has the held seats, the last one is free.
        await PublishAsync(house, document => document with
        {
            Objects = [Stalls(59) with { Overrides = [new SeatOverride(0, Removed: true), new SeatOverride(50, Removed: true)] }, document.Objects[1]],
        });

        var update = (await Updates.PreviewAsync(house.Performance, house.Seller.Owner, Stop)).Value!;
        var refused = await ApplyAsync(house, update.Hash);

        Assert.Equal(PlanUpdateRefusal.Blocked, refused.Refusal?.Reason);
        Assert.Equal(
            [(PlanUpdateBlockKind.SoldSeatWouldVanish, 100), (PlanUpdateBlockKind.HeldSeatWouldVanish, 100), (PlanUpdateBlockKind.SeatWouldVanish, 100)],
            refused.Refusal!.Update!.Blocks.Select(block => (block.Kind, block.Places)));
        Assert.Equal(Enumerable.Range(1, 100).Select(seat => $"Stalls-A-{seat}"), refused.Refusal.Update.Blocks[0].Labels);
        Assert.Equal($"Stalls-{RowName(60)}-1", refused.Refusal.Update.Blocks[2].Labels[0]);
        Assert.Equal(before, await SeatsAsync(house.Performance));
        Assert.Equal(Places, await lab.Database.ScalarAsync<int>("select seat_count from performances where id = $1", house.Performance.Value));
    }

    [Fact]
    public async Task Plan_WithOtherNamesOrCategories_IsRefusedWithTheList()
    {
        var house = await OpenAsync();
        await PublishAsync(house, document => document with
        {
            Categories = [.. document.Categories, new PlanCategory("new", "New", "#123456")],
            Objects = [Stalls(60) with { SeatNumbering = new NumberingScheme { Start = 2 } }, (BlockObject)document.Objects[1] with { Category = "new" }],
        });

        var blocks = (await Updates.PreviewAsync(house.Performance, house.Seller.Owner, Stop)).Value!.Blocks;

        Assert.Equal(
            [(PlanUpdateBlockKind.SeatWouldBeRenamed, 6_000, "Stalls-A-1"), (PlanUpdateBlockKind.PriceMissing, 500, "New")],
            blocks.Select(block => (block.Kind, block.Places, block.Labels[0])));
        Assert.All(blocks, block => Assert.True(block.Labels.Count <= PlanUpdateBlock.LabelsMax));
    }

    [Fact]
    public async Task Update_ByOthersOrOfNothing_IsRefused()
    {
        var (house, other) = (await OpenAsync(), await lab.SellerAsync());

        Assert.Equal(PlanUpdateRefusal.NothingNewer, (await Updates.PreviewAsync(house.Performance, house.Seller.Owner, Stop)).Refusal?.Reason);
        Assert.Equal(PlanUpdateRefusal.NothingNewer, (await ApplyAsync(house, "any")).Refusal?.Reason);
        Assert.Equal(PlanUpdateRefusal.NotFound, (await Updates.PreviewAsync(house.Performance, other.Owner, Stop)).Refusal?.Reason);
        Assert.Equal(PlanUpdateRefusal.NotFound, (await Updates.HandleAsync(new ApplyPlanUpdate(house.Performance, "any", other.Owner), Stop)).Refusal?.Reason);
        Assert.Null(await Updates.DatesAsync(house.Seller.Id, house.Plan, other.Owner, Stop));
        Assert.Null(await Updates.DatesAsync(other.Id, house.Plan, other.Owner, Stop));

        await PublishAsync(house, document => document with { Objects = [Stalls(61), document.Objects[1]] });
        await lab.Database.ExecuteAsync("update performances set status = 'cancelled' where id = $1", house.Performance.Value);
        Assert.Equal(PlanUpdateRefusal.WrongState, (await Updates.PreviewAsync(house.Performance, house.Seller.Owner, Stop)).Refusal?.Reason);
    }

    // Sections of 60 × 100 and 10 × 50 seats. The first 5,000 are sold, the next 300 are in baskets.
    private async Task<House> OpenAsync()
    {
        var seller = await lab.SellerAsync();
        var plan = (await lab.Service<PlanShelf>().HandleAsync(new CreatePlan(seller.Id, seller.Place.Venue!.Value, "Arena", seller.Owner), Stop)).Value;
        var house = new House(seller, plan, default);
        await PublishAsync(house, document => document with
        {
            Categories = [new PlanCategory("stalls", "Stalls", "#5b8def")],
            Sections = [new PlanSection("stalls", "Stalls"), new PlanSection("circle", "Circle")],
            Objects =
            [
                Stalls(60),
                new BlockObject { Id = "circle", Section = "circle", Category = "stalls", Rows = 10, Seats = 50, Y = 6_500 },
            ],
        });
        var view = await lab.PublishedAsync(seller with { Place = seller.Place with { Plan = plan } }, 30);
        var performance = new PerformanceId(view.Document.Dates[0].Id);
        await lab.Database.ExecuteAsync(
            "update seats set status = 2, order_id = gen_random_uuid(), fence = 2 where performance_id = $1 and seat_index < $2", performance.Value, Sold);
        await lab.Database.ExecuteAsync(
            """
            with basket as (
              insert into holds (id, performance_id, owner_hash, status, seats, tiers, prices, fees, created_at, expires_at, expires_hard_at, extended)
              select gen_random_uuid(), $1, sha256(i::text::bytea), 'active', array(select generate_series($2 + i * 10, $2 + i * 10 + 9)),
                array_fill(0::smallint, array[10]), array_fill(4500::bigint, array[10]), array_fill(150::bigint, array[10]), now(),
                now() + interval '1 hour', now() + interval '2 hours', false
              from generate_series(0, $3 / 10 - 1) i
              returning id, seats, expires_at
            )
            update seats s set status = 1, hold_id = b.id, held_until = b.expires_at, fence = 1
            from basket b where s.performance_id = $1 and s.seat_index = any (b.seats)
            """, performance.Value, Sold, Held);
        return house with { Performance = performance };
    }

    private static BlockObject Stalls(int rows) => new() { Id = "stalls", Section = "stalls", Category = "stalls", Rows = rows, Seats = 100 };

    private static string RowName(int row) => new NumberingScheme { Style = NumberingStyle.Letters }.Names(row)[row - 1];

    private async Task PublishAsync(House house, Func<PlanDocument, PlanDocument> change)
    {
        var (seller, owner) = (house.Seller, house.Seller.Owner);
        var draft = (await lab.Service<PlanDrafts>().FindAsync(seller.Id, house.Plan, owner, Stop))!;
        var edited = await lab.Service<PlanDrafts>().HandleAsync(
            new EditPlan(seller.Id, house.Plan, draft.Revision, [PlanLab.Between(draft.Document, change(draft.Document))], owner), Stop);
        Assert.True(edited.Succeeded, edited.Refusal?.Invalid?.Detail);
        var published = await lab.Service<PlanVersions>().HandleAsync(new PublishPlan(seller.Id, house.Plan, owner), Stop);
        Assert.True(published.Succeeded, string.Join(' ', published.Refusal?.Problems?.Select(problem => problem.Detail) ?? []));
    }

    private Task<Outcome<PlanUpdate, RefusedPlanUpdate>> ApplyAsync(House house, string hash) =>
        Updates.HandleAsync(new ApplyPlanUpdate(house.Performance, hash, house.Seller.Owner), Stop);

    // Status, hold or order of each seat; a seat that was taken since the last look differs.
    private Task<List<string>> SeatsAsync(PerformanceId performance) => lab.Database.ListAsync<string>(
        "select concat_ws(' ', seat_index, status, hold_id, order_id, fence) from seats where performance_id = $1 order by seat_index", performance.Value);

    private async Task<(int Status, JsonNode? Hold)> HoldAsync(PerformanceId performance, string label)
    {
        using var client = lab.CreateClient();
        using var answer = await client.PostAsJsonAsync($"api/v1/performances/{performance}/holds", new { seats = new[] { label } }, Stop);
        return ((int)answer.StatusCode, answer.StatusCode == HttpStatusCode.NoContent ? null : JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }

    private sealed record House(Seller Seller, SeatingPlanId Plan, PerformanceId Performance);
}
