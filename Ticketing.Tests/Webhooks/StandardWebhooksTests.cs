using System.Text.Json;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Webhooks;

/// <summary>Runs <c>e2e/webhooks</c>: the reference library of Standard Webhooks verifies what the dispatcher sent.</summary>
public sealed class StandardWebhooksTests(WebhookLab lab) : IClassFixture<WebhookLab>
{
    [Fact]
    public async Task ReferenceLibrary_OnDeliveries_VerifiesThem()
    {
        await lab.BeginAsync();
        var created = await lab.CreateAsync();
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        var rotated = (await lab.Service<ManageWebhooksHandler>()
            .HandleAsync(new RotateWebhookSecret(created.Endpoint, lab.Owner), TestContext.Current.CancellationToken)).Value!;
        await lab.ConsumeAsync(lab.Fact("order.refunded"));
        await lab.DispatchAsync();
        Assert.Equal(2, lab.Receiver.Arrived.Count);

        await NodePackage.TestAsync(
            "webhooks", "standardwebhooks",
            ("WEBHOOK_SECRET", created.Secret),
            ("WEBHOOK_NEW_SECRET", rotated.Secret),
            ("WEBHOOK_DELIVERIES", JsonSerializer.Serialize(lab.Receiver.Arrived.Select(arrived => new { headers = arrived.Headers, body = arrived.Body }))));
    }
}
