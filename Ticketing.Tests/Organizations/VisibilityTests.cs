using System.Net;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations.Desk;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Organizations;

/// <summary>What the public sees and can buy of an organization that may not sell: nothing; what buyers have bought stays.</summary>
public sealed class VisibilityTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Organization_SuspendedAndApproved_DisappearsAndComesBack()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (shop, decisions) = (office.Shop, office.Service<DecideOrganizationHandler>());
        var slug = await shop.Database.ScalarAsync<string>("select e.slug from events e join performances p on p.event_id = e.id where p.id = $1", shop.Sale.Id.Value);
        var held = await shop.HoldAsync(5);
        string[] addresses = [$"events/{slug}", $"performances/{shop.Sale.Id}", $"api/v1/events/{slug}", $"api/v1/performances/{shop.Sale.Id}", $"api/v1/performances/{shop.Sale.Id}/seats", $"performances/{shop.Sale.Id}/calendar.ics"];
        await Eventually.TrueAsync(() => AreAllAsync(office, addresses, HttpStatusCode.OK));
        await Eventually.TrueAsync(async () => await IsListedAsync(office, slug!));

        Assert.True((await decisions.HandleAsync(new SuspendOrganization(office.Sells, "no imprint", BackOffice.Admin()), Stop)).Succeeded);

        await Eventually.TrueAsync(() => AreAllAsync(office, addresses, HttpStatusCode.NotFound));
        await Eventually.TrueAsync(async () => !await IsListedAsync(office, slug!));
        var another = await shop.PostAsync($"api/v1/performances/{shop.Sale.Id}/holds", new { seats = new[] { shop.Sale.Label(6) } });
        Assert.Equal(HttpStatusCode.NotFound, another.Code);
        var read = await shop.SendAsync(HttpMethod.Get, $"api/v1/holds/{held.Id}", null, held.Secret);
        Assert.Equal(HttpStatusCode.Gone, read.Code);
        var placed = await shop.PostAsync("api/v1/orders", new { holdId = held.Id, holdSecret = held.Secret, buyer = new { name = "Ada", email = "ada@example.org" } });
        Assert.InRange((int)placed.Code, 400, 499);
        Assert.Equal(1L, await shop.Database.ScalarAsync<long>("select count(*) from orders where organization_id = $1", office.Sells.Value));

        // The paid order and its tickets stay.
        var order = await shop.ReadAsync(office.Order);
        Assert.Equal((HttpStatusCode.OK, "paid", 3), (order.Code, order.Status, order.Tickets.Count));
        using var page = await shop.Http.GetAsync($"orders/{office.Number}?token={office.Order.Token}", Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var pdf = await shop.Http.GetAsync($"orders/{office.Number}/tickets.pdf?token={office.Order.Token}", Stop);
        Assert.Equal(HttpStatusCode.OK, pdf.StatusCode);

        Assert.True((await decisions.HandleAsync(new ApproveOrganization(office.Sells, BackOffice.Admin()), Stop)).Succeeded);

        await Eventually.TrueAsync(() => AreAllAsync(office, addresses, HttpStatusCode.OK));
        await Eventually.TrueAsync(async () => await IsListedAsync(office, slug!));
        await shop.HoldAsync(6);
    }

    [Fact]
    public async Task Organization_Pending_ShowsNothing()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var slug = await office.Shop.Database.ScalarAsync<string>("select slug from events where organization_id = $1", office.Other.Value);
        await Eventually.TrueAsync(() => AreAllAsync(office, [$"events/{slug}"], HttpStatusCode.OK));

        await office.Shop.Database.ExecuteAsync("update organizations set status = 'pending' where id = $1", office.Other.Value);

        await Eventually.TrueAsync(() => AreAllAsync(office, [$"events/{slug}", $"api/v1/events/{slug}"], HttpStatusCode.NotFound));
        await Eventually.TrueAsync(async () => !await IsListedAsync(office, slug!));
    }

    // The payment was under way: hidden, the order could still be paid, by a buyer who does not see what it is for.
    [Fact]
    public async Task Suspension_DuringACheckout_LetsTheOrderFinish()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (shop, decisions) = (office.Shop, office.Service<DecideOrganizationHandler>());
        var (ordered, held, unwanted) = (await shop.HoldAsync(5), await shop.HoldAsync(6), await shop.HoldAsync(7));
        var (order, returned) = (await shop.PlaceAsync(ordered), await shop.PlaceAsync(unwanted));
        var deadline = await shop.Database.ScalarAsync<DateTime>("select expires_at from orders where id = $1", Guid.Parse(order.Id));

        Assert.True((await decisions.HandleAsync(new SuspendOrganization(office.Sells, "no imprint", BackOffice.Admin()), Stop)).Succeeded);
        await Eventually.TrueAsync(() => AreAllAsync(office, [$"performances/{shop.Sale.Id}"], HttpStatusCode.NotFound));
        await Eventually.TrueAsync(async () => (await CheckoutAsync(office, held)).Document.QuerySelector("[data-testid=checkout-gone]") is not null);

        using (var browser = BrowserOf(office, ordered))
        {
            var page = await browser.GetAsync($"/checkout/{ordered.Id}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Null(page.Document.QuerySelector("[data-testid=checkout-gone]"));
            Assert.NotNull(page.Document.QuerySelector("[data-testid=give-back]"));
            Assert.Null(page.Document.QuerySelector("[data-testid=edit-details]"));
            await browser.SubmitAsync($"/checkout/{ordered.Id}", "extend");
        }

        Assert.True(await shop.Database.ScalarAsync<DateTime>("select expires_at from orders where id = $1", Guid.Parse(order.Id)) > deadline);

        using (var browser = BrowserOf(office, unwanted))
        {
            // The performance's page answers 404.
            Assert.Equal($"/orders/{returned.Body!["number"]}", (await browser.SubmitAsync($"/checkout/{unwanted.Id}", "abandon")).Location);
        }

        await shop.PayAsync(order);

        Assert.Single((await shop.ReadUntilAsync(order, "paid")).Tickets);
    }

    private static async Task<Page> CheckoutAsync(BackOffice office, HoldReply hold)
    {
        using var browser = BrowserOf(office, hold);
        return await browser.GetAsync($"/checkout/{hold.Id}");
    }

    private static Browser BrowserOf(BackOffice office, HoldReply hold)
    {
        var browser = new Browser(office.Shop.App.BaseAddress);
        browser.Cookies.Add(new Cookie("buyer", hold.Secret, "/", office.Shop.App.BaseAddress.Host));
        return browser;
    }

    private static async Task<bool> AreAllAsync(BackOffice office, IEnumerable<string> addresses, HttpStatusCode status)
    {
        foreach (var address in addresses)
        {
            using var response = await office.Shop.Http.GetAsync(address, Stop);
            if (response.StatusCode != status)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<bool> IsListedAsync(BackOffice office, string slug)
    {
        var sitemap = await office.Shop.Http.GetStringAsync("sitemap.xml", Stop);
        var list = await office.Shop.Http.GetStringAsync("api/v1/events", Stop);
        return sitemap.Contains(slug, StringComparison.Ordinal) || list.Contains(slug, StringComparison.Ordinal);
    }
}
