using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Reads the provider's list of events for undelivered webhooks. Covers disputes and refunds made at the provider, which
/// <see cref="PaymentReconciler"/> does not query.
/// </summary>
public sealed class MissedPaymentEvents(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, PaymentEventIntake intake, TimeProvider time)
{
    // 20,000 events: more than a peak produces within the overlap.
    private const int PagesMax = 200;

    // Stripe keeps events for thirty days.
    private static readonly TimeSpan LookbackMax = TimeSpan.FromDays(30);

    // Events created before the last received one may be undelivered too.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    /// <summary>Processes the events missed since the last received one, oldest first.</summary>
    /// <returns>The number of missed events.</returns>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = now - PaymentReconciler.WebhookTimeout;
        var listed = await ListAsync(await SinceAsync(now, cancellationToken), cancellationToken);
        var missed = await UnknownAsync([.. listed.Where(one => one.CreatedAt <= before && one.Fact is not PaymentFact.Other)], cancellationToken);
        foreach (var one in missed)
        {
            await intake.HandleAsync(one, cancellationToken);
        }

        return missed.Count;
    }

    private async Task<DateTimeOffset> SinceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await ReceivedPaymentEvents.LastReceivedAtAsync(db, cancellationToken) ?? now - TimeSpan.FromDays(1);
        var earliest = now - LookbackMax;
        return last - Overlap < earliest ? earliest : last - Overlap;
    }

    private async Task<List<PaymentEvent>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var events = new List<PaymentEvent>();
        string? after = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = await provider.ListEventsAsync(since, after, cancellationToken);
            if (!answer.Succeeded)
            {
                // The next pass reads the whole list again: there is no cursor to lose.
                return [];
            }

            events.AddRange(answer.Value.Events);
            after = answer.Value.Next;
            if (after is null)
            {
                break;
            }
        }

        events.Reverse();
        return events;
    }

    private async Task<List<PaymentEvent>> UnknownAsync(List<PaymentEvent> events, CancellationToken cancellationToken)
    {
        var ids = events.Select(one => one.Id).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await ReceivedPaymentEvents.KnownAsync(db, ids, cancellationToken);
        return events.FindAll(one => !known.Contains(one.Id));
    }
}
