using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>A public event with its next date.</summary>
/// <param name="CreatedAt">When it was first published.</param>
/// <param name="Local">The next start, in the venue's local time.</param>
internal sealed record NewEvent(
    OrganizationId Organization, string Slug, string Title, DateTimeOffset CreatedAt, DateTimeOffset Local, string Venue, string City);

/// <summary>Reads newly published events, for mails to followers.</summary>
internal static class NewEvents
{
    private const int EventsMax = 1_000;

    /// <summary>Published events of these organizers with a date to come, by the next one.</summary>
    /// <param name="since">Those that were published later.</param>
    /// <param name="until">Those that were published then or earlier.</param>
    public static async Task<IReadOnlyList<NewEvent>> SinceAsync(
        TicketingDbContext db, IReadOnlyCollection<OrganizationId> organizers, DateTimeOffset since, DateTimeOffset until,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await (
            from entry in EventVisibility.PublicEvents(db).AsNoTracking()
            join performance in db.Performances on entry.Id equals performance.EventId
            join venue in db.Venues on performance.VenueId equals venue.Id
            where organizers.Contains(entry.OrganizationId) && entry.Status == EventStatus.Published && entry.CreatedAt > since
                && entry.CreatedAt <= until && performance.StartsAt > now && performance.Status != PerformanceStatus.Cancelled
                && performance.Status != PerformanceStatus.Postponed && !db.Performances.Any(
                    earlier => earlier.EventId == entry.Id && earlier.StartsAt > now && earlier.StartsAt < performance.StartsAt
                        && earlier.Status != PerformanceStatus.Cancelled && earlier.Status != PerformanceStatus.Postponed)
            orderby performance.StartsAt
            select new
            {
                entry.OrganizationId,
                entry.Slug,
                entry.Title,
                entry.CreatedAt,
                performance.StartsAt,
                venue.Name,
                venue.City,
                venue.TimeZone,
            }).Take(EventsMax).ToListAsync(cancellationToken);
        return
        [
            .. rows.DistinctBy(row => row.Slug).Select(row => new NewEvent(
                row.OrganizationId, row.Slug, row.Title, row.CreatedAt, VenueTime.At(row.StartsAt, row.TimeZone), row.Name, row.City)),
        ];
    }
}
