using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Organizations;

/// <summary>Writes what happens to an organization and its members to the outbox and the audit log, in the caller's transaction.</summary>
internal static class OrganizationLog
{
    /// <summary>The aggregate of its facts and the subject of its audit entries.</summary>
    public const string Aggregate = "organization";

    /// <summary>The aggregate of facts about an invitation, which are removed when the invited address is erased.</summary>
    public const string InvitationAggregate = "invitation";

    /// <summary>Adds a fact and an audit entry; the caller saves.</summary>
    /// <param name="type">Of the fact and the entry: <c>member.removed</c>.</param>
    /// <param name="payload">Of the fact: ids and words, nothing about persons.</param>
    /// <param name="before">The state before, for the entry; null: none.</param>
    /// <param name="after">The state after, for the entry; null: none.</param>
    public static void Add(
        TicketingDbContext db, string type, OrganizationId organization, object payload, object? before, object? after, Actor actor,
        DateTimeOffset now)
    {
        Outbox.Add(db, type, Aggregate, organization.ToString(), organization, payload, now);
        AddAudit(db, type, organization, before, after, actor, now);
    }

    /// <summary>Adds an audit entry; the caller saves.</summary>
    public static void AddAudit(
        TicketingDbContext db, string action, OrganizationId organization, object? before, object? after, Actor actor, DateTimeOffset now) =>
        AuditLog.Add(db, action, Aggregate, organization.ToString(), before, after, actor, now);
}
