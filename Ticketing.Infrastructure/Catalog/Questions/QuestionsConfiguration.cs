using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Infrastructure.Catalog.Questions;

/// <summary>A row of <c>search_queries</c>: how often a question was asked on a day (UTC). SQL statements read and write it.</summary>
internal sealed class SearchQueryRow
{
    public required DateOnly Day { get; init; }

    /// <summary>By <see cref="SearchLogRules.KeyOf"/>.</summary>
    public required string Query { get; init; }

    public required bool IsFound { get; init; }

    public required long Count { get; init; }
}

/// <summary>A row of <c>search_synonyms</c>.</summary>
internal sealed class SynonymRow
{
    public required Guid Id { get; init; }

    public required string[] Words { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class SearchQueryConfiguration : IEntityTypeConfiguration<SearchQueryRow>
{
    public void Configure(EntityTypeBuilder<SearchQueryRow> builder)
    {
        builder.ToTable("search_queries");
        builder.HasKey(row => new { row.Day, row.Query, row.IsFound });
        builder.Property(row => row.Query).HasMaxLength(SearchLogRules.LengthMax);
    }
}

internal sealed class SynonymConfiguration : IEntityTypeConfiguration<SynonymRow>
{
    public void Configure(EntityTypeBuilder<SynonymRow> builder)
    {
        builder.ToTable("search_synonyms");
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}
