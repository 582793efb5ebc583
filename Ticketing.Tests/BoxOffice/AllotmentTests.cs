using System.Net;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.BoxOffice;

/// <summary>Seats of an allotment: never the public's while it lasts, and never in two allotments.</summary>
public sealed class AllotmentTests(TestServers servers)
{
    private const string Pair = "Stalls-A-1..2";

    private static readonly BoxOfficePayment Terminal = new(BoxOfficeMeans.Terminal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Allot_FreeSeats_AreBlockedForThePublicAndHeldByTheBoxOffice()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var allotment = await door.AllottedAsync(Pair);

        Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(0)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(1, 2)).Status);
        var held = await door.HoldAsync(door.Clerk, 0, 1);

        Assert.True(held.Succeeded);
        Assert.Equal([1, 1, 0], await door.SeatsAsync(0, 1, 2));
        var row = await door.Service<AllotmentReader>().FindAsync(allotment, door.Clerk, Stop);
        Assert.Equal((0, 2, 0), (row!.Free, row.Held, row.Sold));
        await SeatInvariants.HoldAsync(door.Database.DataSource);
    }

    [Fact]
    public async Task Hold_Released_ReturnsToTheAllotment()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.AllottedAsync(Pair);
        await door.HoldAsync(door.Clerk, 0, 1, 2);

        Assert.Null(await door.Service<BoxOfficeHoldHandler>().HandleAsync(
            new GiveBackAtBoxOffice(door.Performance, [new SeatIndex(0)], door.Clerk), Stop));
        Assert.Equal([3, 1, 1], await door.SeatsAsync(0, 1, 2));
        Assert.Null(await door.Service<BoxOfficeHoldHandler>().HandleAsync(new GiveBackAtBoxOffice(door.Performance, null, door.Clerk), Stop));

        Assert.Equal([3, 3, 0], await door.SeatsAsync(0, 1, 2));
        Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(0)).Status);
        Assert.Equal(HttpStatusCode.Created, (await door.Shop.HoldAsync(2)).Status);
        Assert.True((await door.HoldAsync(door.AnotherClerk(), 0, 1)).Succeeded);
        await SeatInvariants.HoldAsync(door.Database.DataSource);
    }

    [Fact]
    public async Task Hold_Expired_IsTheAllotmentsSweptOrNot()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.AllottedAsync(Pair);
        await door.HoldAsync(door.Clerk, 0, 1);

        // After a crash: expired holds are not swept, and Redis has lost its keys.
        await door.Database.Redis.GetDatabase().ExecuteAsync("FLUSHDB");
        await door.ExpireHoldsAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(0)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(1, 2)).Status);

        await door.Service<HoldSweeper>().SweepAsync(Stop);
        await Eventually.TrueAsync(async () => await door.SeatsAsync(0, 1) is [3, 3]);
        await Eventually.TrueAsync(async () => (await door.HoldAsync(door.AnotherClerk(), 0, 1)).Succeeded);
        await SeatInvariants.HoldAsync(door.Database.DataSource);
    }

    [Fact]
    public async Task Refund_OfAnAllottedSeat_ReturnsItToTheAllotment()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var allotment = await door.AllottedAsync(Pair);
        var sold = await door.SoldAsync(door.Clerk, Terminal, 0, 1, 2);

        var refunded = await door.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(sold.Order.Id, null, WithFees: true, SeatsBackOnSale: true, "staff", door.Clerk), Stop);

        Assert.True(refunded.Succeeded);
        Assert.Equal([3, 3, 0], await door.SeatsAsync(0, 1, 2));
        Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(0)).Status);
        Assert.Equal(2, (await door.Service<AllotmentReader>().FindAsync(allotment, door.Clerk, Stop))!.Free);
        Assert.True((await door.HoldAsync(door.AnotherClerk(), 0, 1)).Succeeded);
        Assert.Equal(CheckedSeats.Fine, await door.Shop.CheckAsync());
    }

    [Fact]
    public async Task Exchange_ForAnAllottedSeat_FindsItTaken()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.AllottedAsync(Pair);
        // The statement of late payments and exchanges does not take seats of allotments.
        await using var connection = await door.Database.DataSource.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        var taken = await door.Service<Infrastructure.Inventory.Sale.SeatLedger>().RetakeAsync(
            connection, transaction, door.Performance, OrderId.New(), [new SeatIndex(0)], DateTimeOffset.UtcNow, Stop);

        Assert.Empty(taken);
    }

    [Fact]
    public async Task Redis_Emptied_KeepsAllottedSeatsFromThePublic()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.AllottedAsync("Stalls-A");
        await door.HoldAsync(door.Clerk, 0);
        await door.Database.Redis.GetDatabase().ExecuteAsync("FLUSHDB");

        for (var seat = 0; seat < 4; seat++)
        {
            Assert.Equal(HttpStatusCode.Conflict, (await door.Shop.HoldAsync(seat)).Status);
        }

        Assert.True((await door.HoldAsync(door.AnotherClerk(), 1)).Succeeded);
        await SeatInvariants.HoldAsync(door.Database.DataSource);
    }

    [Fact]
    public async Task Allot_AtOnce_GivesASeatToOneAllotment()
    {
        await using var door = await DoorShop.OpenAsync(servers);

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => door.AllotAsync("Stalls-A", name: $"Partner {number}")));

        Assert.Single(made, outcome => outcome.Succeeded);
        Assert.All(made.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(AllotmentRefusal.SeatsTaken, outcome.Refusal!.Reason));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from allotments"));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(distinct allotment_id) from seats where allotment_id is not null"));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'allotment.created'"));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from outbox where type = 'allotment.created'"));
    }

    [Fact]
    public async Task Allot_AgainstBuyers_EachSeatHasOneOwner()
    {
        await using var door = await DoorShop.OpenAsync(servers);

        var buyers = Enumerable.Range(0, 16).Select(seat => door.Shop.HoldAsync(seat)).ToList();
        var allotted = await Task.WhenAll(Enumerable.Range(0, 4).Select(row => door.AllotAsync($"Stalls-{(char)('A' + row)}", name: $"Row {row}")));
        var held = (await Task.WhenAll(buyers)).Count(reply => reply.Status == HttpStatusCode.Created);

        Assert.Equal((long)held, await door.Database.ScalarAsync<long>("select count(*) from seats where status = 1 and allotment_id is null"));
        Assert.Equal(
            4L * allotted.Count(outcome => outcome.Succeeded), await door.Database.ScalarAsync<long>("select count(*) from seats where allotment_id is not null"));
        await SeatInvariants.HoldAsync(door.Database.DataSource);
    }

    [Fact]
    public async Task Allot_HeldOrUnknownSeats_IsRefusedAndChangesNothing()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.Shop.HoldAsync(1);

        var taken = await door.AllotAsync("Stalls-A-1, Stalls-A-2");
        var unknown = await door.AllotAsync("Balcony");
        var none = await door.AllotAsync("  ");
        var foreign = await door.AllotAsync(Pair, BackOffice.Member(OrganizationId.New(), Core.Access.MemberRole.Owner));
        var clerk = await door.AllotAsync(Pair, door.Clerk);
        var past = await door.AllotAsync("Stalls-B", releaseAt: DateTimeOffset.UtcNow.AddMinutes(-1));

        Assert.Equal((AllotmentRefusal.SeatsTaken, "Stalls-A-2"), (taken.Refusal!.Reason, Assert.Single(taken.Refusal.Names)));
        Assert.Equal((AllotmentRefusal.UnknownSeats, "Balcony"), (unknown.Refusal!.Reason, Assert.Single(unknown.Refusal.Names)));
        Assert.Equal(AllotmentRefusal.NothingChosen, none.Refusal!.Reason);
        Assert.Equal(AllotmentRefusal.NotFound, foreign.Refusal!.Reason);
        Assert.Equal(AllotmentRefusal.NotFound, clerk.Refusal!.Reason);
        Assert.Equal(nameof(AllotmentTerms.ReleaseAt), Assert.Single(past.Refusal!.Faults).Field);
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from allotments"));
    }

    [Fact]
    public async Task Release_InPartAndWhole_PutsSeatsOnSale()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var handler = door.Service<ManageAllotmentsHandler>();
        var allotment = await door.AllottedAsync("Stalls-A, Floor x 2");
        var sold = await door.SoldAsync(door.Clerk, Terminal, 0);

        Assert.True((await handler.HandleAsync(new ReleaseFromAllotment(allotment, new SeatChoice([], "Stalls-A-2, Floor x 1"), door.Manager), Stop)).Succeeded);
        Assert.Equal([2, 0, 3, 3], await door.SeatsAsync(0, 1, 2, 3));
        Assert.Equal(HttpStatusCode.Created, (await door.Shop.HoldAsync(1)).Status);

        Assert.True((await handler.HandleAsync(new ReleaseAllotment(allotment, door.Manager), Stop)).Succeeded);
        Assert.True((await handler.HandleAsync(new ReleaseAllotment(allotment, door.Manager), Stop)).Succeeded);
        Assert.Equal([2, 1, 0, 0], await door.SeatsAsync(0, 1, 2, 3));
        Assert.Equal("3 1", await door.Database.ScalarAsync<string>("select concat_ws(' ', seats_released, seats_sold) from allotments"));
        Assert.Equal(
            AllotmentRefusal.Released,
            (await handler.HandleAsync(new AddToAllotment(allotment, new SeatChoice([], "Stalls-B"), door.Manager), Stop)).Refusal!.Reason);

        // What was sold out of it is the public's after a refund.
        await door.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(sold.Order.Id, null, true, true, "staff", door.Clerk), Stop);
        Assert.Equal([0], await door.SeatsAsync(0));
        await SeatInvariants.HoldAsync(door.Database.DataSource);
    }

    [Fact]
    public async Task Release_WhenItsTimeComes_IsTheWorkers()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var due = await door.AllottedAsync(Pair, releaseAt: DateTimeOffset.UtcNow.AddHours(1));
        var later = await door.AllottedAsync("Stalls-B", name: "Later", releaseAt: DateTimeOffset.UtcNow.AddHours(1));
        await door.Database.ExecuteAsync("update allotments set release_at = now() - interval '1 second' where id = $1", due.Value);

        await door.Service<AllotmentReleaseWorker>().ReleaseDueAsync(Stop);

        await Eventually.TrueAsync(async () => await door.SeatsAsync(0, 1, 4) is [0, 0, 3]);
        Assert.Equal(1L, await door.Database.ScalarAsync<long>(
            "select count(*) from audit_entries where action = 'allotment.released' and actor = 'system' and subject_id = $1", due.ToString()));
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from allotments where id = $1 and released_at is not null", later.Value));
    }

    [Fact]
    public async Task Best_OutOfAnAllotment_TakesItsSeatsOnly()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var allotment = await door.AllottedAsync("Stalls-D");

        var own = await door.HoldBestAsync(door.Clerk, 3, allotment);
        var more = await door.HoldBestAsync(door.AnotherClerk(), 2, allotment);
        var open = await door.HoldBestAsync(door.AnotherClerk(), 2, null);

        Assert.True(own.Succeeded);
        Assert.All(own.Value.Seats, seat => Assert.StartsWith("Stalls-D-", seat.Label, StringComparison.Ordinal));
        Assert.Equal(Core.Inventory.HoldRefusal.NotEnoughSeats, more.Refusal!.Reason);
        Assert.All(open.Value!.Seats, seat => Assert.DoesNotContain("Stalls-D-", seat.Label, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Availability_OfAllottedSeats_CountsThemAsBlocked()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        await door.AllottedAsync("Stalls-A, Floor x 2");
        await KeptCounts.CaughtUpAsync(door.Database, stalls: 16);
        Assert.Contains(await KeptCounts.KeptAsync(door.Database), line => line.EndsWith(" Stalls stalls 12 0 0 4", StringComparison.Ordinal));

        await door.HoldAsync(door.Clerk, 0, 1);
        await KeptCounts.CaughtUpAsync(door.Database, stalls: 16);
        await door.SoldAsync(door.Clerk, Terminal, 2);
        await KeptCounts.CaughtUpAsync(door.Database, stalls: 16);
        Assert.Contains(await KeptCounts.KeptAsync(door.Database), line => line.EndsWith(" Stalls stalls 12 0 3 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Edit_ByTwoMembers_IsRecorded()
    {
        await using var door = await DoorShop.OpenAsync(servers);
        var handler = door.Service<ManageAllotmentsHandler>();
        var allotment = await door.AllottedAsync(Pair);
        var terms = new AllotmentTerms("Radio", AllotmentKind.Partner, "#00aa00", null);

        Assert.True((await handler.HandleAsync(new EditAllotment(allotment, terms, door.Manager), Stop)).Succeeded);
        Assert.Equal(AllotmentRefusal.Invalid, (await handler.HandleAsync(new EditAllotment(allotment, terms with { Name = "" }, door.Manager), Stop)).Refusal!.Reason);
        Assert.Equal(AllotmentRefusal.NotFound, (await handler.HandleAsync(new EditAllotment(allotment, terms, door.Clerk), Stop)).Refusal!.Reason);

        Assert.Equal("Radio partner", await door.Database.ScalarAsync<string>("select concat_ws(' ', name, kind) from allotments"));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'allotment.changed'"));
    }
}
