using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>What an organizer shows to the public.</summary>
/// <param name="Upcoming">Published events with a date to come, each with its next one, by date.</param>
/// <param name="Past">Published events whose dates are over, each with its last one, the newest first.</param>
public sealed record OrganizerProgramme(
    OrganizationId Id, string Name, string Slug, IReadOnlyList<CatalogHit> Upcoming, IReadOnlyList<CatalogHit> Past);

/// <summary>
/// Reads the public page of an organizer from the catalogue's tables: the search has no filter by organizer, and an organizer has few events.
/// Organizations that wait for approval or are suspended have none.
/// </summary>
public sealed class OrganizerProgrammes(IDbContextFactory<TicketingDbContext> contexts, EventReader reader, CatalogLoader loader)
{
    public const int UpcomingMax = 60;
    public const int PastMax = 12;

    /// <summary>Null: there is no approved organization with this slug.</summary>
    public async Task<OrganizerProgramme?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OrganizationReader.FindApprovedAsync(db, slug, cancellationToken) is not { } organizer
            ? null
            : new OrganizerProgramme(
                organizer.Id, organizer.Name, organizer.Slug, await reader.NextOfAsync(organizer.Id, UpcomingMax, cancellationToken),
                await loader.PastOfAsync(organizer.Id, PastMax, cancellationToken));
    }

    /// <summary>The upcoming events with all their dates, for calendars. Null: there is no approved organization with this slug.</summary>
    public async Task<IReadOnlyList<CatalogEvent>?> FindEventsAsync(string slug, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OrganizationReader.FindApprovedAsync(db, slug, cancellationToken) is { } organizer
            ? await loader.NextOfAsync(organizer.Id, UpcomingMax, cancellationToken)
            : null;
    }

    /// <summary>Slugs of organizers with a public event, for the sitemap.</summary>
    public async Task<IReadOnlyList<string>> SlugsAsync(int countMax, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await EventVisibility.PublicEvents(db).Where(entry => entry.Status == EventStatus.Published)
            .Select(entry => entry.OrganizationId).Distinct().Take(countMax).ToListAsync(cancellationToken);
        var organizers = await OrganizationReader.OfAsync(db, ids, cancellationToken);
        return [.. organizers.Select(organizer => organizer.Slug).Order(StringComparer.Ordinal)];
    }
}
