using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Questions;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering.Extras;

/// <summary>A shop whose event sells extras and asks questions.</summary>
internal sealed class ExtraShop : IAsyncDisposable
{
    private ExtraShop(Shop shop, OrganizationId organization, Core.Common.EventId show) =>
        (Shop, Organization, Event, Owner) = (shop, organization, show, BackOffice.Member(organization, MemberRole.Owner));

    public Shop Shop { get; }

    public OrganizationId Organization { get; }

    public Core.Common.EventId Event { get; }

    public Caller Owner { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ExtraShop> OpenAsync(TestServers servers, TestSaleTerms? terms = null, bool webhooks = true)
    {
        var shop = await Shop.OpenAsync(servers, webhooks, terms ?? new TestSaleTerms { Rows = 4, SeatsPerRow = 10, FloorPlaces = 200 });
        var organization = await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", shop.Sale.Id.Value);
        var show = await shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", shop.Sale.Id.Value);
        return new ExtraShop(shop, new OrganizationId(organization), new Core.Common.EventId(show));
    }

    public static ExtraTerms Parking(int? stock = 10) => new(
        ExtraKind.Product, "Parking", "Deck 2", 1200, null, 1900, stock, 4, HasVoucher: true, [], null, []);

    public static ExtraTerms Programme() => new(
        ExtraKind.Product, "Programme", "", 500, null, 700, null, 10, HasVoucher: false, [], null, []);

    public static ExtraTerms Donation() => new(
        ExtraKind.Donation, "Donation", "", 100, 100_000, 0, null, 1, HasVoucher: false, [], null, []);

    public async Task<ExtraId> AddAsync(ExtraTerms terms)
    {
        var made = await Shop.Service<ManageExtrasHandler>().HandleAsync(new CreateExtra(Event, terms, Owner), Stop);
        Assert.True(made.Succeeded, made.Refusal is { } refused ? $"{refused.Reason} {string.Join(", ", refused.Faults)}" : null);
        return made.Value;
    }

    public async Task<QuestionId> AskAsync(QuestionTerms terms)
    {
        var made = await Shop.Service<ManageQuestionsHandler>().HandleAsync(new CreateQuestion(Event, terms, Owner), Stop);
        Assert.True(made.Succeeded, made.Refusal is { } refused ? $"{refused.Reason} {string.Join(", ", refused.Faults)}" : null);

        // The selling facts of this instance are read again.
        Shop.Service<Infrastructure.Inventory.Sale.SellingFactsCache>().Invalidate(Shop.Sale.Id);
        return made.Value;
    }

    /// <param name="extras">As the API takes them.</param>
    public Task<Reply> PlaceAsync(HoldReply hold, IEnumerable<object>? extras = null, IEnumerable<object>? answers = null, string email = "ada@example.org") =>
        Shop.PostAsync("api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada Lovelace", email }, extras, answers });

    public static object Of(ExtraId extra, int quantity = 1) => new { id = extra.Value, quantity };

    public static object Gift(ExtraId extra, long amount) => new { id = extra.Value, quantity = 1, amount };

    public Task<int> SoldAsync(ExtraId extra) => Shop.Database.ScalarAsync<int>("select sold from extras where id = $1", extra.Value);

    /// <summary>Every extra's count is that of live units, and orders are the sums of their items and extras.</summary>
    public async Task CheckAsync()
    {
        Assert.Equal(0L, await Shop.Database.ScalarAsync<long>(
            "select count(*) from extras e where e.sold <> (select count(*) from order_extras u where u.extra_id = e.id and u.live)"));
        Assert.Equal(0L, await Shop.Database.ScalarAsync<long>(
            """
            select count(*) from orders o
            cross join lateral (
              select coalesce(sum(price), 0) as price, coalesce(sum(tax), 0) as tax, coalesce(sum(total), 0) as total, coalesce(sum(unit), 0) as units
              from (
                select price, tax, total, 0 as unit from order_items where order_id = o.id and exchanged_at is null
                union all
                select price, tax, total, 1 from order_extras where order_id = o.id) as part) as p
            where (o.subtotal, o.tax, o.total, o.extra_count) <> (p.price, p.tax, p.total, p.units)
            """));
        Assert.Equal(CheckedSeats.Fine, await Shop.CheckAsync());
    }

    /// <summary>Waits until the figures of sales are those of the orders, to the cent.</summary>
    public Task FiguresAgreeAsync() => Eventually.TrueAsync(async () => await Shop.Database.ScalarAsync<bool>(
        """
        select (select coalesce((sum(total), sum(refunded), count(*))::text, '') from orders where paid_at is not null)
             = (select coalesce((sum(gross - discount), sum(refunded), sum(orders)::bigint)::text, '') from sales_minutes)
        """));

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
