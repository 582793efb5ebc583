using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Publishing;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Ordering.Bulk;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Infrastructure.Questions;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using static Ticketing.Tests.Ordering.Extras.ExtraShop;

namespace Ticketing.Tests.Ordering.Extras;

/// <summary>Extras of an event that is cancelled, and of one that a member is limited to.</summary>
public sealed class ExtraEventTests(TestServers servers) : IAsyncLifetime
{
    private ExtraShop _shop = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await OpenAsync(servers);

    public async ValueTask DisposeAsync()
    {
        await _shop.CheckAsync();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task CancelledDate_WithRefunds_ReturnsExtrasToo()
    {
        var parking = await _shop.AddAsync(Parking());
        await PaidAsync(0, parking, "ada@example.org");
        var rest = await PaidAsync(1, parking, "grace@example.org");

        // Of this order only the extra is left.
        var seat = new OrderItemId(await _shop.Shop.Database.ScalarAsync<Guid>("select id from order_items where order_id = $1", Guid.Parse(rest.Id)));
        var refunded = await _shop.Shop.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(new OrderId(Guid.Parse(rest.Id)), [seat], WithFees: true, SeatsBackOnSale: true, "staff", _shop.Owner), Stop);
        Assert.True(refunded.Succeeded, refunded.Refusal.ToString());

        var preview = await _shop.Shop.Service<BulkRefundsHandler>().PreviewAsync(_shop.Event, [_shop.Shop.Sale.Id], _shop.Owner, Stop);
        Assert.Equal((2, new Money(4650 + 1200 + 1200, "EUR")), (preview!.Orders, preview.WithFees.Single()));
        var cancelled = await _shop.Shop.Service<EventStates>().HandleAsync(
            new SetDateState(_shop.Shop.Sale.Id, DateStateChange.Cancel, null, "The singer is ill.", _shop.Owner) { Refund = new RefundAll(WithFees: true) }, Stop);
        Assert.True(cancelled.Succeeded);
        await Eventually.TrueAsync(async () =>
        {
            await _shop.Shop.Service<BulkRefundWork>().PassAsync(Stop);
            return await _shop.Shop.Database.ScalarAsync<string>("select status from bulk_jobs") == "done";
        });

        Assert.Equal(0, await _shop.SoldAsync(parking));
        Assert.Equal(2L, await _shop.Shop.Database.ScalarAsync<long>("select count(*) from orders where status = 'refunded' and refunded = total"));
        await _shop.FiguresAgreeAsync();
    }

    [Fact]
    public async Task MembersOfSomeEvents_ManageExtrasAndQuestionsOfThese()
    {
        var parking = await _shop.AddAsync(Parking());
        var asked = await _shop.AskAsync(Question("Why?"));
        var extras = _shop.Shop.Service<ManageExtrasHandler>();
        var questions = _shop.Shop.Service<ManageQuestionsHandler>();
        var (own, foreign) = (Limited(_shop.Event), Limited(EventId.New()));

        Assert.True((await extras.HandleAsync(new CreateExtra(_shop.Event, Programme(), own), Stop)).Succeeded);
        Assert.True((await extras.HandleAsync(new AmendExtra(parking, terms => terms with { Stock = 3 }, own), Stop)).Succeeded);
        Assert.True((await questions.HandleAsync(new CreateQuestion(_shop.Event, Question("How?"), own), Stop)).Succeeded);
        Assert.True((await questions.HandleAsync(new MoveQuestion(asked, false, own), Stop)).Succeeded);
        Assert.Equal(ExtraRefusal.NotFound, (await extras.HandleAsync(new CreateExtra(_shop.Event, Programme(), foreign), Stop)).Refusal?.Reason);
        Assert.Equal(ExtraRefusal.NotFound, (await extras.HandleAsync(new RemoveExtra(parking, true, foreign), Stop)).Refusal?.Reason);
        Assert.Equal(
            QuestionRefusal.NotFound, (await questions.HandleAsync(new CreateQuestion(_shop.Event, Question("When?"), foreign), Stop)).Refusal?.Reason);
        Assert.Equal(QuestionRefusal.NotFound, (await questions.HandleAsync(new RemoveQuestion(asked, true, foreign), Stop)).Refusal?.Reason);

        foreach (var (caller, count) in new[] { (own, 2), (foreign, 0) })
        {
            Assert.Equal(count > 0, await _shop.Shop.Service<ExtraReader>().FindEventAsync(_shop.Event, caller, Stop) is not null);
            Assert.Equal(count > 0, await _shop.Shop.Service<QuestionReader>().FindEventAsync(_shop.Event, caller, Stop) is not null);
            Assert.Equal(count, (await _shop.Shop.Service<ExtraReader>().ListAsync(_shop.Event, caller, Stop)).Count);
            Assert.Equal(count, (await _shop.Shop.Service<QuestionReader>().ListAsync(_shop.Event, caller, Stop)).Count);
        }
    }

    private Caller Limited(EventId of) => BackOffice.Member(_shop.Organization, MemberRole.Manager) with
    {
        Events = new Dictionary<OrganizationId, IReadOnlySet<EventId>> { [_shop.Organization] = new HashSet<EventId> { of } },
    };

    private static QuestionTerms Question(string text) => new(QuestionKind.Text, QuestionScope.Order, text, "", false, [], [], null, null);

    private async Task<Reply> PaidAsync(int seat, ExtraId extra, string email)
    {
        var order = await _shop.PlaceAsync(await _shop.Shop.HoldAsync(seat), [Of(extra)], email: email);
        await _shop.Shop.PayAsync(order);
        await _shop.Shop.ReadUntilAsync(order, "paid");
        return order;
    }
}
