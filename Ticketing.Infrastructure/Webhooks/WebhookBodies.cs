using Ticketing.Core.Ordering;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.Webhooks;

/// <summary>Messages about facts, as webhooks and the feed have them.</summary>
internal static class WebhookBodies
{
    /// <param name="fact">Of an organization, and of <see cref="WebhookTypes.All"/>.</param>
    /// <param name="sequences">The last number of each aggregate; the fact's is noted.</param>
    public static WebhookBody Of(Fact fact, Dictionary<string, long> sequences)
    {
        var sequence = WebhookBody.SequenceAfter(sequences.GetValueOrDefault(fact.AggregateId), fact.CreatedAt);
        sequences[fact.AggregateId] = sequence;
        var item = ItemOf(fact);
        return new WebhookBody(item.Id, item.Type, item.CreatedAt, item.Organization, item.Data, sequence);
    }

    /// <param name="fact">Of an organization, and of <see cref="WebhookTypes.All"/>.</param>
    public static FactItem ItemOf(Fact fact) =>
        new(fact.Id, fact.Type, fact.CreatedAt, fact.OrganizationId!.Value, OrderWebhook.Of(fact.Read<OrderFact>()));
}
