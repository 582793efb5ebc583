using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog;

/// <summary>
/// Whether an event is shown and sold to the public: a row of the view <c>event_visibility</c>. The view <c>catalog_performances</c> has the
/// same for sales. The database decides it in one place, the function <c>event_is_public</c>.
/// </summary>
internal sealed class EventVisibility
{
    public required EventId EventId { get; init; }

    public required bool IsPublic { get; init; }

    /// <summary>The public events: published ones, and ones cancelled after publication, of approved organizations.</summary>
    public static IQueryable<Event> PublicEvents(TicketingDbContext db) =>
        from entry in db.Events
        join visibility in db.Set<EventVisibility>() on entry.Id equals visibility.EventId
        where visibility.IsPublic
        select entry;
}

internal sealed class EventVisibilityConfiguration : IEntityTypeConfiguration<EventVisibility>
{
    public void Configure(EntityTypeBuilder<EventVisibility> builder) => builder.HasNoKey().ToView("event_visibility");
}
