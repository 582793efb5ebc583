using System.Text;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Webhooks.Sending;

namespace Ticketing.Tests.Webhooks;

/// <summary>Signature, schedule and numbers.</summary>
public sealed class WebhookRulesTests
{
    // The vector of the reference implementations: github.com/standard-webhooks/standard-webhooks, libraries/python/tests/test_webhooks.py.
    [Fact]
    public void Signature_OfTheReferenceVector_IsTheReferences()
    {
        var key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSecret.Sign([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8));
    }

    [Fact]
    public void Signature_WithTwoKeys_HasBoth()
    {
        var (one, two) = (WebhookSecret.NewKey(), WebhookSecret.NewKey());

        Assert.Equal(
            $"{WebhookSecret.Sign([one], "a", 1, "x"u8)} {WebhookSecret.Sign([two], "a", 1, "x"u8)}", WebhookSecret.Sign([one, two], "a", 1, "x"u8));
    }

    [Fact]
    public void Secret_New_IsRandomAndLongEnough()
    {
        var text = WebhookSecret.ToText(WebhookSecret.NewKey());

        Assert.StartsWith("whsec_", text, StringComparison.Ordinal);
        Assert.InRange(Convert.FromBase64String(text["whsec_".Length..]).Length, 24, 64);
        Assert.NotEqual(text, WebhookSecret.ToText(WebhookSecret.NewKey()));
    }

    [Fact]
    public void Schedule_OfADelivery_HasTenAttempts()
    {
        var pauses = Enumerable.Range(1, 10).Select(attempt => WebhookSchedule.PauseAfter("order.paid", attempt, 0.5)).ToList();

        Assert.Equal(
            [.. new[] { 5, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400 }.Select(seconds => (TimeSpan?)TimeSpan.FromSeconds(seconds)), null], pauses);
        Assert.Equal(TimeSpan.FromSeconds(4), WebhookSchedule.PauseAfter("order.paid", 1, 0));
        Assert.Equal(TimeSpan.FromSeconds(6), WebhookSchedule.PauseAfter("order.paid", 1, 1));
        Assert.Null(WebhookSchedule.PauseAfter(WebhookTypes.Test, 1, 0.5));
        Assert.Equal(10, WebhookSchedule.AttemptsMax);
    }

    [Fact]
    public void Sequence_OfALaterFact_IsLarger()
    {
        var at = new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var first = WebhookBody.SequenceAfter(0, at);

        Assert.Equal(first + 1, WebhookBody.SequenceAfter(first, at));
        Assert.Equal(first + 1, WebhookBody.SequenceAfter(first, at.AddSeconds(-5)));
        Assert.Equal(first + 1_000_000, WebhookBody.SequenceAfter(first, at.AddSeconds(1)));

        // Exact as a number of JavaScript.
        Assert.True(first < 1L << 53);
    }

    [Fact]
    public void FirstId_OfATime_PrecedesIdsOfThatTimeOnly()
    {
        var at = new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.True(WebhookDispatcher.FirstIdAt(at) < Guid.CreateVersion7(at));
        Assert.True(WebhookDispatcher.FirstIdAt(at) > Guid.CreateVersion7(at.AddMilliseconds(-1)));
    }

    [Fact]
    public void Body_OfAnOrder_IsAsDocumented()
    {
        var (id, order, performance, organization) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var data = OrderWebhook.Of(new Core.Ordering.OrderFact(order, "T-7K3M9Q2X", performance, organization, 9000, 4500, "EUR"));
        var body = new WebhookBody(id, "order.partially-refunded", new DateTimeOffset(2027, 3, 1, 12, 0, 0, TimeSpan.Zero), organization, data, 5).ToJson();

        var expected = """
            {"id":"MESSAGE","type":"order.partially-refunded","createdAt":"2027-03-01T12:00:00+00:00","organization":"ORGANIZATION",
            "data":{"orderId":"ORDER","number":"T-7K3M9Q2X","performanceId":"PERFORMANCE",
            "total":{"amount":9000,"currency":"EUR"},"refunded":{"amount":4500,"currency":"EUR"}},"sequence":5}
            """;
        Assert.Equal(
            expected.ReplaceLineEndings("").Replace("MESSAGE", id.ToString(), StringComparison.Ordinal).Replace("ORGANIZATION", organization.ToString(), StringComparison.Ordinal)
                .Replace("ORDER", order.ToString(), StringComparison.Ordinal).Replace("PERFORMANCE", performance.ToString(), StringComparison.Ordinal),
            body);
        Assert.True(Encoding.UTF8.GetByteCount(body) < WebhookBody.BytesMax);
    }
}
