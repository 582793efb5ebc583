using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.Infrastructure.WaitingRoom.Desk;

/// <summary>Query of the control room's list of performances.</summary>
/// <param name="Search">A part of the event's or the venue's name; empty: all.</param>
/// <param name="OnlyRooms">Only performances with an active room.</param>
public sealed record ListRooms(Caller Caller, string Search = "", bool OnlyRooms = false, int Take = 25);

/// <summary>One page of performances.</summary>
/// <param name="Total">The number of matching performances.</param>
public sealed record RoomList(IReadOnlyList<RoomDesk> Rows, int Total);

/// <summary>A performance with its waiting room's settings.</summary>
/// <param name="Settings">Null: it has no waiting room.</param>
/// <param name="IsDrawn">Whether the draw has been held; see <see cref="RoomMarks.Lots"/>.</param>
public sealed record RoomDesk(
    PerformanceId Performance,
    OrganizationId Organization,
    string OrganizationName,
    string Event,
    string Venue,
    string TimeZone,
    DateTimeOffset StartsAt,
    DateTimeOffset OnSaleAt,
    RoomSettings? Settings,
    bool IsDrawn);

/// <summary>Finds performances of organizations whose sales the caller manages.</summary>
public sealed class RoomDeskReader(OrganizationContexts contexts, RoomBoard board, TimeProvider time)
{
    private const int TakeMax = 500;
    private const int SearchLengthMax = 200;

    /// <summary>Performances that have not ended: those with an active room first, then by date.</summary>
    public async Task<RoomList> ListAsync(ListRooms query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var db = contexts.ForRunner(query.Caller);
        PerformanceId[] active = [.. board.All.Select(room => room.Performance)];
        var now = time.GetUtcNow();
        var pattern = LikePattern(query.Search);
        var found = Desks(db).Where(line => line.Performance.EndsAt > now
            && (!query.OnlyRooms || active.Contains(line.Performance.Id))
            && (EF.Functions.ILike(line.Performance.EventTitle, pattern, "\\")
                || EF.Functions.ILike(line.Performance.VenueName, pattern, "\\")));
        var total = await found.CountAsync(cancellationToken);
        var lines = await found
            .OrderByDescending(line => active.Contains(line.Performance.Id))
            .ThenBy(line => line.Performance.StartsAt).ThenBy(line => line.Performance.Id)
            .Take(Math.Clamp(query.Take, 1, TakeMax))
            .ToListAsync(cancellationToken);
        return new RoomList([.. lines.Select(Read)], total);
    }

    /// <summary>Null: the caller has no such performance.</summary>
    public async Task<RoomDesk?> FindAsync(PerformanceId performance, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await Desks(db).SingleOrDefaultAsync(line => line.Performance.Id == performance, cancellationToken) is { } line
            ? Read(line)
            : null;
    }

    private static IQueryable<Line> Desks(OrganizationContext db) =>
        from performance in db.PerformanceFacts.AsNoTracking()
        join room in db.WaitingRooms on performance.Id equals room.PerformanceId into rooms
        from room in rooms.DefaultIfEmpty()
        select new Line
        {
            Performance = performance,
            Room = room,
            IsDrawn = db.WaitingRoomMarks.Any(marks => marks.PerformanceId == performance.Id && marks.Lots != null),
        };

    private static RoomDesk Read(Line line) => new(
        line.Performance.Id, line.Performance.OrganizationId, line.Performance.OrganizationName, line.Performance.EventTitle,
        line.Performance.VenueName, line.Performance.TimeZone,
        line.Performance.StartsAt, line.Performance.OnSaleAt, line.Room?.Settings, line.IsDrawn);

    private static string LikePattern(string search)
    {
        // PostgreSQL's text cannot contain NUL.
        var text = search.Replace("\0", "", StringComparison.Ordinal).Trim();
        text = text[..Math.Min(text.Length, SearchLengthMax)];
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return $"%{text}%";
    }

    private sealed class Line
    {
        public required Core.Catalog.PerformanceFacts Performance { get; init; }

        public Core.WaitingRoom.WaitingRoom? Room { get; init; }

        public required bool IsDrawn { get; init; }
    }
}
