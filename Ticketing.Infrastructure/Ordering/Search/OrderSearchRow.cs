using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Ordering.Search;

/// <summary>What an order is searched by: number, name, address, seats, names on tickets, and the last digits of the cards.</summary>
internal sealed class OrderSearchRow
{
    public required OrderId OrderId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>In the search form, a line each.</summary>
    public required string Text { get; init; }
}

internal sealed class OrderSearchRowConfiguration : IEntityTypeConfiguration<OrderSearchRow>
{
    public void Configure(EntityTypeBuilder<OrderSearchRow> builder)
    {
        builder.ToTable("order_search");
        builder.HasKey(row => row.OrderId);
        builder.HasIndex(row => row.OrganizationId);
        builder.HasIndex(row => row.Text).HasMethod("gin").HasOperators("gin_trgm_ops");
    }
}
