using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Reads the provider's own list of what happened, for webhooks that never came. Payments are asked about one by one
/// besides; a dispute, or a refund made at the provider, has no other way to us.
/// </summary>
public sealed class MissedPaymentEvents(
    IDbContextFactory<TicketingDbContext> contexts, IPaymentProvider provider, PaymentEventIntake intake, TimeProvider time)
{
    // Twenty thousand events: more than a flash sale makes in the overlap.
    private const int PagesMax = 200;

    // Stripe keeps events for thirty days.
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(30);

    // A webhook that is still being retried looks like one that never came.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    /// <summary>Takes what was missed since the last event that came, oldest first.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = now - PaymentReconciler.WebhookPatience;
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
        var last = await db.PaymentEvents.MaxAsync(one => (DateTimeOffset?)one.ReceivedAt, cancellationToken) ?? now - TimeSpan.FromDays(1);
        var furthest = now - Furthest;
        return last - Overlap < furthest ? furthest : last - Overlap;
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
                // What was not read now is read in the next pass: nothing is remembered of this one.
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
        var known = await db.PaymentEvents.Where(one => ids.Contains(one.Id)).Select(one => one.Id).ToHashSetAsync(cancellationToken);
        return events.FindAll(one => !known.Contains(one.Id));
    }
}
