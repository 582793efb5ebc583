using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Presales;

/// <summary>Shared by the handlers: the locked presale of a caller, and audit entries.</summary>
internal static class PresaleRows
{
    private const string Subject = "presale";

    /// <summary>
    /// The presale, locked against other changes until the transaction ends; null: there is none, or the caller does not run its sales.
    /// </summary>
    public static async Task<Presale?> LockPresaleAsync(
        this TicketingDbContext db, PresaleId id, Caller caller, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM presales WHERE id = {id.Value} FOR NO KEY UPDATE", cancellationToken);
        var presale = await db.Set<Presale>().SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        return presale is not null && caller.Runs(presale.OrganizationId, presale.EventId) ? presale : null;
    }

    public static Task<List<PerformanceId>> DatesOfAsync(this TicketingDbContext db, PresaleId id, CancellationToken cancellationToken) =>
        db.Set<PresaleDate>().Where(date => date.PresaleId == id).Select(date => date.PerformanceId).ToListAsync(cancellationToken);

    /// <param name="before">JSON; null for a creation.</param>
    /// <param name="after">JSON; null for a deletion.</param>
    public static AuditEntry Entry(string action, PresaleId presale, string? before, string? after, Actor actor, DateTimeOffset now) =>
        AuditEntry.Of(action, Subject, presale.ToString(), before, after, actor, now);

    public static string Json(object value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
