using System.Net;
using System.Text.Json;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Webhooks;

/// <summary>From a sale to the receiver, through the application's own relay, consumer and worker; and the pages about it.</summary>
public sealed class WebhookFlowTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_Paid_ArrivesSignedAndIsShown()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var shop = await Shop.OpenAsync(
            servers, settings: [("Access:PasswordHashIterations", "10000"), ("Access:MailCooldownSeconds", "0"), ("Webhooks:AllowedNetworks:0", "127.0.0.0/8")]);
        var organization = new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances"));
        var created = (await shop.Service<ManageWebhooksHandler>().HandleAsync(
            new CreateWebhook(
                organization, new WebhookTerms(receiver.Address + "/hooks", "Reports", ["order.placed", "order.paid"]), BackOffice.Member(organization, MemberRole.Owner)),
            Stop)).Value!;

        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1), "ada@example.org");
        await shop.PayAsync(order);
        await Eventually.TrueAsync(() => receiver.Arrived.Count == 2);

        var messages = receiver.Arrived.Select(arrived => JsonSerializer.Deserialize<JsonElement>(arrived.Body)).ToList();
        Assert.All(receiver.Arrived, arrived => Assert.Equal(arrived.SignatureBy(created.Secret), arrived.Signature));
        Assert.All(receiver.Arrived, arrived => Assert.DoesNotContain("ada", arrived.Body, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["order.placed", "order.paid"],
            messages.OrderBy(message => message.GetProperty("sequence").GetInt64()).Select(message => message.GetProperty("type").GetString()));
        Assert.All(messages, message => Assert.Equal(order.Id, message.GetProperty("data").GetProperty("orderId").GetString()));

        var accounts = AccessApp.Over(shop.Database, shop.App);
        var email = await accounts.RegisterAsAsync(Roles.Buyer, organization.Value, "owner");
        using var owner = accounts.OpenBrowser("de");
        await AccessApp.LogInAsync(owner, email, AccessApp.Password);
        var paid = receiver.Arrived.Single(arrived => arrived.Body.Contains("order.paid", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () =>
            await shop.Database.ScalarAsync<long>("select count(*) from webhook_deliveries where delivered_at is not null") == 2);
        foreach (var (path, text) in new[]
        {
            ("/admin/webhooks", "Reports"),
            ($"/admin/webhooks/{created.Endpoint}", "Geheimnis ersetzen"),
            ($"/admin/webhooks/{created.Endpoint}/deliveries?status=delivered&type=order.paid", "Zugestellt"),
            ($"/admin/webhooks/{created.Endpoint}/deliveries/{paid.Id}", "HTTP 200"),
        })
        {
            var page = await owner.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains(text, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("whsec_", page.Text, StringComparison.Ordinal);
        }
    }
}
