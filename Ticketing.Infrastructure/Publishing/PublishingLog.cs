using System.Globalization;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>Writes what happens to an event and its dates to the outbox and the audit log, in the caller's transaction.</summary>
internal static class PublishingLog
{
    public const string EventAggregate = "event";
    public const string DateAggregate = "performance";

    /// <summary>Adds a fact and an audit entry about an event; the caller saves.</summary>
    /// <param name="type">Of the fact and the entry: <c>event.published</c>.</param>
    /// <param name="payload">Of the fact: ids and words, nothing about persons.</param>
    public static void Add(
        TicketingDbContext db, string type, EventId id, OrganizationId organization, object payload, object? before, object? after, Actor actor,
        DateTimeOffset now)
    {
        Outbox.Add(db, type, EventAggregate, id.ToString(), organization, payload, now);
        AddAudit(db, type, id, before, after, actor, now);
    }

    /// <summary>Adds a fact and an audit entry about a date; the caller saves.</summary>
    /// <inheritdoc cref="Add" path="/param"/>
    public static void AddDate(
        TicketingDbContext db, string type, PerformanceId id, OrganizationId organization, object payload, object? before, object? after,
        Actor actor, DateTimeOffset now)
    {
        Outbox.Add(db, type, DateAggregate, id.ToString(), organization, payload, now);
        AuditLog.Add(db, type, DateAggregate, id.ToString(), before, after, actor, now);
    }

    /// <summary>Adds an audit entry about an event; the caller saves.</summary>
    public static void AddAudit(TicketingDbContext db, string action, EventId id, object? before, object? after, Actor actor, DateTimeOffset now) =>
        AuditLog.Add(db, action, EventAggregate, id.ToString(), before, after, actor, now);

    /// <summary>What an audit entry shows of a document.</summary>
    public static object Summary(EventDraft draft, int revision) => new
    {
        revision,
        draft.Details.Title,
        draft.Details.Category,
        dates = draft.Dates.Select(date => date.StartsAt?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)),
        draft.Prices.Currency,
        prices = draft.Prices.Tiers.DistinctBy(tier => tier.Category).ToDictionary(tier => tier.Category, tier => new { tier.Price, tier.Fee, tier.TaxBasisPoints }),
        draft.Sale,
    };
}
