using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.WaitingRoom.Desk;

/// <summary>An audit entry of a room with the changed settings.</summary>
public sealed record RoomTrailEntry(DateTimeOffset At, string Actor, string Action, IReadOnlyList<RoomChange> Changes);

/// <summary>A changed setting.</summary>
/// <param name="Field">The setting's JSON name: <c>perMinute</c>.</param>
/// <param name="Before">Null: not set before.</param>
/// <param name="After">Null: removed.</param>
public sealed record RoomChange(string Field, string? Before, string? After);

/// <summary>Reads a room's audit entries, newest first, for those who run its sales; to others it is empty.</summary>
public sealed class RoomTrailReader(IDbContextFactory<TicketingDbContext> contexts, OrganizationContexts organizations)
{
    private const int EntriesMax = 50;

    public async Task<IReadOnlyList<RoomTrailEntry>> ReadAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        if (!await organizations.RunsAsync(performance, caller, cancellationToken))
        {
            return [];
        }

        var id = performance.Value.ToString();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await AuditLog.Of(db, "waiting-room", id)
            .OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id)
            .Take(EntriesMax)
            .ToListAsync(cancellationToken);
        return [.. entries.Select(entry => new RoomTrailEntry(entry.At, entry.Actor, entry.Action, Changes(entry.Before, entry.After)))];
    }

    internal static IReadOnlyList<RoomChange> Changes(string? before, string? after)
    {
        var (old, now) = (Fields(before), Fields(after));
        return [.. now.Keys.Union(old.Keys)
            .Select(field => new RoomChange(field, old.GetValueOrDefault(field), now.GetValueOrDefault(field)))
            .Where(change => change.Before != change.After)];
    }

    private static Dictionary<string, string> Fields(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.ToString(), StringComparer.Ordinal);
    }
}
