using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Analytics.Views;

/// <summary>Views of an event's page in one hour (UTC). SQL statements read and write it.</summary>
internal sealed class EventViewRow
{
    public required DateTimeOffset Hour { get; init; }

    public required EventId EventId { get; init; }

    public required long Views { get; init; }
}

internal sealed class EventViewConfiguration : IEntityTypeConfiguration<EventViewRow>
{
    public void Configure(EntityTypeBuilder<EventViewRow> builder)
    {
        builder.ToTable("event_views");
        builder.HasKey(row => new { row.Hour, row.EventId });
    }
}
