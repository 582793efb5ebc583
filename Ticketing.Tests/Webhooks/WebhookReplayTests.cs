using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.Tests.Webhooks;

/// <summary>Replaced secrets and replayed deliveries.</summary>
public sealed class WebhookReplayTests(WebhookLab lab) : IClassFixture<WebhookLab>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await lab.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Secret_Replaced_SignsWithBothForADay()
    {
        var created = await lab.CreateAsync();
        var rotated = (await lab.Service<ManageWebhooksHandler>().HandleAsync(new RotateWebhookSecret(created.Endpoint, lab.Owner), Stop)).Value!;
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();
        lab.Time.Advance(TimeSpan.FromHours(24));
        await lab.ConsumeAsync(lab.Fact());
        await lab.DispatchAsync();

        var (during, after) = (lab.Receiver.Arrived.First(), lab.Receiver.Arrived.Last());
        Assert.Equal($"{during.SignatureBy(rotated.Secret)} {during.SignatureBy(created.Secret)}", during.Signature);
        Assert.Equal(after.SignatureBy(rotated.Secret), after.Signature);
    }

    [Fact]
    public async Task Delivery_Replayed_IsEqualToTheByteButForTimeAndSignature()
    {
        var created = await lab.CreateAsync();
        var fact = lab.Fact();
        await lab.ConsumeAsync(fact);
        await lab.DispatchAsync();
        lab.Time.Advance(TimeSpan.FromHours(1));
        var replayed = await lab.Service<ReplayWebhooksHandler>().HandleAsync(new ReplayDelivery(created.Endpoint, fact.Id, lab.Owner), Stop);
        Assert.Equal(1, replayed.Value);
        await lab.DispatchAsync();

        var (first, second) = (lab.Receiver.Arrived.First(), lab.Receiver.Arrived.Last());
        Assert.Equal(2, lab.Receiver.Arrived.Count);
        Assert.Equal((first.Body, first.Path), (second.Body, second.Path));
        Assert.Equal(3600, second.Timestamp - first.Timestamp);
        Assert.Equal(second.SignatureBy(created.Secret), second.Signature);
        Assert.Equal(Steady(first), Steady(second));
    }

    [Fact]
    public async Task Deliveries_OfATimeAndType_AreReplayed()
    {
        var created = await lab.CreateAsync();
        var (old, paid, cancelled) = (lab.Fact(), lab.Fact(at: lab.Time.GetUtcNow().AddHours(1)), lab.Fact("order.cancelled", at: lab.Time.GetUtcNow().AddHours(1)));
        lab.Time.Advance(TimeSpan.FromHours(2));
        await lab.ConsumeAsync(old, paid, cancelled);
        await lab.DispatchAsync();
        lab.Receiver.Clear();
        var replay = lab.Service<ReplayWebhooksHandler>();

        var outcome = await replay.HandleAsync(
            new ReplayDeliveries(created.Endpoint, paid.CreatedAt, paid.CreatedAt.AddHours(1), "order.paid", lab.Owner), Stop);
        await lab.DispatchAsync();
        Assert.Equal(1, outcome.Value);
        Assert.Equal([paid.Id], lab.Receiver.Arrived.Select(arrived => arrived.Id));

        outcome = await replay.HandleAsync(new ReplayDeliveries(created.Endpoint, old.CreatedAt, paid.CreatedAt.AddHours(1), null, lab.Owner), Stop);
        Assert.Equal(3, outcome.Value);
        outcome = await replay.HandleAsync(new ReplayDeliveries(created.Endpoint, old.CreatedAt, paid.CreatedAt.AddHours(1), null, lab.Owner), Stop);
        Assert.Equal(0, outcome.Value);
    }

    private static IEnumerable<string> Steady(ArrivedWebhook arrived) => arrived.Headers
        .Where(header => header.Key is not (WebhookSecret.TimestampHeader or WebhookSecret.SignatureHeader))
        .Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.OrdinalIgnoreCase);
}
