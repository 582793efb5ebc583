using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Ordering.Bulk;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>Refunds of all paid orders of a cancelled date: each once, whatever ends the process.</summary>
public sealed class BulkRefundTests(TestServers servers)
{
    // Seats at 45.00 with a fee of 1.50.
    private const long Seat = 4650;
    private const long Fee = 150;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancellation_WithRefund_RefundsEachOrderAndTellsTheBuyers()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        Reply[] orders = [await PaidAsync(shop, 0, 1), await PaidAsync(shop, 2), await PaidAsync(shop, 4)];
        Assert.True((await shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(IdOf(orders[1]), null, true, true, "staff", owner), Stop)).Succeeded);

        var preview = await shop.Service<BulkRefundsHandler>().PreviewAsync(await EventAsync(shop), [shop.Sale.Id], owner, Stop);
        Assert.Equal((2, new Money(3 * Seat, "EUR"), new Money(3 * (Seat - Fee), "EUR")), (preview!.Orders, preview.WithFees.Single(), preview.WithoutFees.Single()));

        Assert.True((await CancelAsync(shop, owner, new RefundAll(WithFees: true))).Succeeded);
        await DoneAsync(shop);

        foreach (var order in orders)
        {
            Assert.Equal("refunded", await shop.StatusInDatabaseAsync(order));
            await ReturnedAsync(shop, order);
        }

        var row = Assert.Single(await shop.Service<BulkRefundReader>().ListAsync(await EventAsync(shop), owner, Stop));
        Assert.Equal((BulkRefundStatus.Done, new BulkRefundCounts(0, 2, 0, 0)), (row.Job.Status, row.Counts));
        Assert.Equal(new Money(3 * Seat, "EUR"), row.Returned.Single());
        Assert.Equal(2, await shop.Database.ScalarAsync<long>(
            "select count(*) from outbox where type = 'order.date-cancelled' and (payload->>'isRefunded')::boolean"));
        Assert.Equal(1, await shop.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'bulk-refund.started'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Job_WithoutFees_KeepsThem()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        var order = await PaidAsync(shop, 0, 1);

        Assert.True((await CancelAsync(shop, owner, new RefundAll(WithFees: false))).Succeeded);
        await DoneAsync(shop);

        Assert.Equal(2 * (Seat - Fee), await RefundedAsync(shop, order));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from order_items where live"));
    }

    // Each pass ends at a random moment, as by kill -9: a transaction either was committed or not.
    [Fact]
    public async Task Job_EndedAtAnyMoment_RefundsEachOrderOnce()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        var orders = new List<Reply>();
        for (var seat = 0; seat < 8; seat++)
        {
            orders.Add(await PaidAsync(shop, seat));
        }

        Assert.True((await CancelAsync(shop, owner, new RefundAll(WithFees: true))).Succeeded);
        var random = new Random(7);
        for (var kills = 0; kills < 10; kills++)
        {
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            killed.CancelAfter(random.Next(1, 60));
            var passes = Enumerable.Range(0, 3).Select(_ => shop.Service<BulkRefundWork>().PassAsync(killed.Token));
            await Task.WhenAll(passes.Select(async pass =>
            {
                try
                {
                    await pass;
                }
                catch (Exception) when (killed.IsCancellationRequested)
                {
                    // Killed.
                }
            }));
            await shop.Database.ExecuteAsync("update bulk_job_items set next_at = now(), attempts = 0 where status = 'waiting'");
        }

        await DoneAsync(shop);
        foreach (var order in orders)
        {
            await ReturnedAsync(shop, order);
        }

        Assert.Equal(orders.Count, await shop.Database.ScalarAsync<long>("select count(*) from refunds"));
        Assert.Equal(orders.Sum(order => order.Total), await shop.Database.ScalarAsync<long>("select sum(amount)::bigint from bulk_job_items where status = 'done'"));
        Assert.Equal(CheckedSeats.Fine, await shop.CheckAsync());
    }

    [Fact]
    public async Task Job_PausedAndResumed_RefundsNothingMeanwhile()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        var order = await PaidAsync(shop, 0);
        await NotDueAsync(shop, owner);
        var job = await JobAsync(shop);
        var handler = shop.Service<BulkRefundsHandler>();

        Assert.Equal(BulkRefundStatus.Paused, (await handler.HandleAsync(new ChangeBulkRefund(job, BulkRefundChange.Pause, owner), Stop)).Value);
        Assert.Equal(BulkRefundRefusal.WrongState, (await handler.HandleAsync(new ChangeBulkRefund(job, BulkRefundChange.Pause, owner), Stop)).Refusal!.Reason);
        await DueAsync(shop);
        Assert.Equal(0, await shop.Service<BulkRefundWork>().PassAsync(Stop));
        Assert.Equal("paid", await shop.StatusInDatabaseAsync(order));

        Assert.Equal(BulkRefundStatus.Running, (await handler.HandleAsync(new ChangeBulkRefund(job, BulkRefundChange.Resume, owner), Stop)).Value);
        await DoneAsync(shop);
        Assert.Equal("refunded", await shop.StatusInDatabaseAsync(order));
    }

    [Fact]
    public async Task Orders_RefundedMeanwhileOrAboveTheLimit_AreSkippedOrFailAndAreRetried()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        var (refunded, above) = (await PaidAsync(shop, 0), await PaidAsync(shop, 1));
        await NotDueAsync(shop, owner);
        Assert.True((await shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(IdOf(refunded), null, true, true, "staff", owner), Stop)).Succeeded);
        await shop.Database.ExecuteAsync("update bulk_jobs set limit_amount = 100");
        await DueAsync(shop);
        await DoneAsync(shop);

        var job = await JobAsync(shop);
        var reader = shop.Service<BulkRefundReader>();
        Assert.Equal(new BulkRefundCounts(0, 0, 1, 1), (await reader.FindAsync(job, owner, Stop))!.Counts);
        var failure = Assert.Single(await reader.ResultsAsync(job, onlyFailed: true, owner, Stop));
        Assert.Equal((above.Body!["number"]!.GetValue<string>(), BulkItemError.AboveLimit), (failure.Number, failure.Error!.Value));
        Assert.Equal("paid", await shop.StatusInDatabaseAsync(above));

        await shop.Database.ExecuteAsync("update bulk_jobs set limit_amount = null");
        Assert.Equal(BulkRefundStatus.Running, (await shop.Service<BulkRefundsHandler>().HandleAsync(
            new ChangeBulkRefund(job, BulkRefundChange.Retry, owner), Stop)).Value);
        await DoneAsync(shop);
        var row = (await reader.FindAsync(job, owner, Stop))!;
        Assert.Equal(new BulkRefundCounts(0, 1, 1, 0), row.Counts);
        Assert.Equal(row.Counts.Total, row.Counts.Done + row.Counts.Skipped + row.Counts.Failed);
    }

    [Fact]
    public async Task Order_PaidAfterTheJobBegan_IsRefundedToo()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        var late = await PaidAsync(shop, 0);
        await shop.Database.ExecuteAsync("update orders set status = 'expired'");
        Assert.True((await CancelAsync(shop, owner, new RefundAll(WithFees: true))).Succeeded);
        await DoneAsync(shop);
        await shop.Database.ExecuteAsync("update orders set status = 'paid'");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shop.Service<BulkRefundWork>().AdoptLateAsync(Stop)));
        await DoneAsync(shop);

        Assert.Equal("refunded", await shop.StatusInDatabaseAsync(late));
        Assert.Equal(new BulkRefundCounts(0, 1, 0, 0), Assert.Single(await shop.Service<BulkRefundReader>().ListAsync(await EventAsync(shop), owner, Stop)).Counts);
    }

    [Fact]
    public async Task Cancellation_ThatMayNotRefund_ChangesNothing()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        await PaidAsync(shop, 0, 1);
        var manager = BackOffice.Member(owner.Memberships.Keys.Single(), MemberRole.Manager);
        await shop.Database.ExecuteAsync("update organizations set refund_limit_manager = 5000, refund_limit_currency = 'EUR'");

        var above = await CancelAsync(shop, manager, new RefundAll(WithFees: true));
        Assert.Equal((DraftRefusal.AboveLimit, new Money(5000, "EUR")), (above.Refusal!.Reason, above.Refusal.RefundLimit!.Value));
        var old = owner with { ProvedAt = DateTimeOffset.UtcNow.AddHours(-1) };
        Assert.Equal(DraftRefusal.ProofNeeded, (await CancelAsync(shop, old, new RefundAll(WithFees: true))).Refusal!.Reason);
        Assert.Equal("scheduled", await shop.Database.ScalarAsync<string>("select status from performances where id = $1", shop.Sale.Id.Value));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from outbox where type = 'order.date-cancelled'"));
        Assert.Equal(0, await shop.Database.ScalarAsync<long>("select count(*) from bulk_jobs"));

        Assert.True((await CancelAsync(shop, manager, null)).Succeeded);
        var handler = shop.Service<BulkRefundsHandler>();
        var of = await EventAsync(shop);
        Assert.Equal(new Money(5000, "EUR"), (await handler.PreviewAsync(of, null, manager, Stop))!.Limit);
        Assert.Equal(BulkRefundRefusal.AboveLimit, (await handler.HandleAsync(new StartBulkRefund(of, new RefundAll(true), manager), Stop)).Refusal!.Reason);

        // Of several starts at once one begins.
        var started = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => handler.HandleAsync(new StartBulkRefund(of, new RefundAll(true), owner), Stop)));
        Assert.Single(started, outcome => outcome.Succeeded);
        Assert.All(started.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal(BulkRefundRefusal.WrongState, outcome.Refusal!.Reason));
        await DoneAsync(shop);
        Assert.Equal(BulkRefundRefusal.WrongState, (await handler.HandleAsync(new StartBulkRefund(of, new RefundAll(true), owner), Stop)).Refusal!.Reason);
    }

    [Fact]
    public async Task Others_ThanWhoRunsTheEvent_FindNoJob()
    {
        await using var shop = await OpenAsync();
        var owner = await OwnerAsync(shop);
        var organization = owner.Memberships.Keys.Single();
        await PaidAsync(shop, 0);
        Assert.True((await CancelAsync(shop, owner, new RefundAll(WithFees: true))).Succeeded);
        var (job, of) = (await JobAsync(shop), await EventAsync(shop));
        Caller[] others =
        [
            Caller.Guest, BackOffice.Member(OrganizationId.New(), MemberRole.Owner), BackOffice.Member(organization),
            BackOffice.Member(organization, MemberRole.Analyst),
            BackOffice.Member(organization, MemberRole.Manager) with
            {
                Events = new Dictionary<OrganizationId, IReadOnlySet<EventId>> { [organization] = new HashSet<EventId> { EventId.New() } },
            },
        ];
        foreach (var caller in others)
        {
            Assert.Null(await shop.Service<BulkRefundReader>().FindAsync(job, caller, Stop));
            Assert.Empty(await shop.Service<BulkRefundReader>().ListAsync(of, caller, Stop));
            Assert.Empty(await shop.Service<BulkRefundReader>().ResultsAsync(job, false, caller, Stop));
            Assert.Null(await shop.Service<BulkRefundsHandler>().PreviewAsync(of, null, caller, Stop));
            Assert.Equal(BulkRefundRefusal.NotFound, (await shop.Service<BulkRefundsHandler>().HandleAsync(
                new ChangeBulkRefund(job, BulkRefundChange.Pause, caller), Stop)).Refusal!.Reason);
            Assert.Equal(BulkRefundRefusal.NotFound, (await shop.Service<BulkRefundsHandler>().HandleAsync(
                new StartBulkRefund(of, new RefundAll(true), caller), Stop)).Refusal!.Reason);
        }
    }

    private Task<Shop> OpenAsync() => Shop.OpenAsync(servers);

    private static async Task<Caller> OwnerAsync(Shop shop) => BackOffice.Member(
        new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", shop.Sale.Id.Value)), MemberRole.Owner);

    private static async Task<EventId> EventAsync(Shop shop) =>
        new(await shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", shop.Sale.Id.Value));

    private static Task<Outcome<PerformanceId, RefusedDraft>> CancelAsync(Shop shop, Caller caller, RefundAll? refund) =>
        shop.Service<EventStates>().HandleAsync(
            new SetDateState(shop.Sale.Id, DateStateChange.Cancel, null, "The singer is ill.", caller) { Refund = refund }, Stop);

    // A job that begins paused, so that the application's own worker does not take its orders.
    private static async Task NotDueAsync(Shop shop, Caller owner)
    {
        await shop.Database.ExecuteAsync(
            """
            create function not_due() returns trigger language plpgsql as $$ begin new.next_at = now() + interval '1 day'; return new; end $$;
            create trigger not_due before insert on bulk_job_items for each row execute function not_due();
            """);
        Assert.True((await CancelAsync(shop, owner, new RefundAll(WithFees: true))).Succeeded);
    }

    private static Task DueAsync(Shop shop) => shop.Database.ExecuteAsync("update bulk_job_items set next_at = now()");

    private static Task<Guid> JobAsync(Shop shop) => shop.Database.ScalarAsync<Guid>("select id from bulk_jobs");

    private static Task DoneAsync(Shop shop) => Eventually.TrueAsync(async () =>
    {
        await shop.Service<BulkRefundWork>().PassAsync(Stop);
        return await shop.Database.ScalarAsync<string>("select status from bulk_jobs") == "done";
    });

    private static async Task<Reply> PaidAsync(Shop shop, params int[] seats)
    {
        var order = await shop.PlaceAsync(await shop.HoldAsync(seats));
        await shop.PayAsync(order);
        await shop.Service<PaymentReconciler>().ReconcileAsync(IdOf(order), Stop);
        await shop.ReadUntilAsync(order, "paid");
        return order;
    }

    // A refund whose process has ended is sent by the next pass of the worker.
    private static Task ReturnedAsync(Shop shop, Reply order) => Eventually.TrueAsync(async () =>
    {
        await shop.Database.ExecuteAsync("update refunds set updated_at = now() - interval '1 hour' where status = 'requested'");
        await shop.Service<RefundSender>().SendOpenAsync(Stop);
        return await shop.RefundedAtProviderAsync(order) == order.Total;
    });

    private static Task<long> RefundedAsync(Shop shop, Reply order) =>
        shop.Database.ScalarAsync<long>("select refunded from orders where id = $1", Guid.Parse(order.Id));

    private static OrderId IdOf(Reply order) => new(Guid.Parse(order.Id));
}
