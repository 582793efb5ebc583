using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Messaging;

/// <summary>
/// The audit log for features whose entries are not recorded by an aggregate (<see cref="IRecordsFacts"/>), and for those who read it.
/// </summary>
internal static class AuditLog
{
    /// <summary>Adds the entry to the context; the caller saves.</summary>
    public static void Add(TicketingDbContext db, AuditEntry entry) => db.AuditEntries.Add(entry);

    /// <summary>Adds an entry of now to the context; the caller saves.</summary>
    /// <param name="before">The changed values, which are stored as JSON; null for a creation.</param>
    /// <param name="after">The same; null for a deletion.</param>
    public static void Add(
        TicketingDbContext db, string action, string subjectType, string subjectId, object? before, object? after, Actor actor,
        DateTimeOffset now) => Add(db, AuditEntry.Of(action, subjectType, subjectId, Json(before), Json(after), actor, now));

    /// <summary>What was done to a subject, in no order.</summary>
    public static IQueryable<AuditEntry> Of(TicketingDbContext db, string subjectType, string subjectId) =>
        db.AuditEntries.AsNoTracking().Where(entry => entry.SubjectType == subjectType && entry.SubjectId == subjectId);

    /// <summary>What an account did, in no order.</summary>
    public static IQueryable<AuditEntry> By(TicketingDbContext db, UserId actor) =>
        db.AuditEntries.AsNoTracking().Where(entry => entry.ActorId == actor);

    /// <summary>Writes <paramref name="name"/> in the place of an account's address.</summary>
    public static Task<int> RenameActorAsync(TicketingDbContext db, UserId actor, string name, CancellationToken cancellationToken) =>
        db.AuditEntries.Where(entry => entry.ActorId == actor)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Actor, name), cancellationToken);

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
