using System.Text;
using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;

namespace Ticketing.Core.Webhooks;

/// <summary>The JSON that receivers get. Documented in docs/webhooks.md: fields are added, never changed or removed.</summary>
/// <param name="Organization">The organization whose fact it is.</param>
/// <param name="Data">By type: <see cref="OrderWebhook"/> for <c>order.*</c>.</param>
/// <param name="Sequence">See <see cref="SequenceAfter"/>.</param>
public sealed record WebhookBody(Guid Id, string Type, DateTimeOffset CreatedAt, Guid Organization, object Data, long Sequence)
{
    /// <summary>Limit of the body, as the specification of Standard Webhooks recommends.</summary>
    public const int BytesMax = 20_000;

    /// <summary>
    /// The number of a fact among those of its aggregate: larger for a later fact. Numbers are not contiguous: they start from the fact's
    /// time in microseconds, so that they also grow after earlier deliveries were deleted or a database was restored.
    /// </summary>
    /// <param name="last">The number of the aggregate's last fact, or 0.</param>
    public static long SequenceAfter(long last, DateTimeOffset createdAt) =>
        Math.Max(last + 1, (createdAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public string ToJson()
    {
        var json = JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
        Invariant.Holds(Encoding.UTF8.GetByteCount(json) < BytesMax);
        return json;
    }
}

/// <summary>The data of <c>order.*</c>: no personal data.</summary>
/// <param name="Refunded">What was given back in all, refunds under way included.</param>
public sealed record OrderWebhook(Guid OrderId, string Number, Guid PerformanceId, WebhookMoney Total, WebhookMoney Refunded)
{
    public static OrderWebhook Of(OrderFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var (total, refunded) = (new WebhookMoney(fact.Total, fact.Currency), new WebhookMoney(fact.Refunded, fact.Currency));
        return new OrderWebhook(fact.OrderId, fact.Number, fact.PerformanceId, total, refunded);
    }
}

/// <summary>An amount in minor units.</summary>
/// <param name="Currency">ISO 4217.</param>
public sealed record WebhookMoney(long Amount, string Currency);

/// <summary>The data of <see cref="WebhookTypes.Test"/>.</summary>
public sealed record TestWebhook(Guid EndpointId);
