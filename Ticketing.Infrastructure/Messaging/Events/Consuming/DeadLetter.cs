using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Messaging;

namespace Ticketing.Infrastructure.Messaging.Events.Consuming;

/// <summary>What becomes of a dead letter. One that a retry has applied is deleted.</summary>
public enum DeadLetterStatus
{
    /// <summary>It is tried again; or it follows another one of its aggregate.</summary>
    Waiting,

    /// <summary>All tries failed: it needs a person.</summary>
    Parked,

    /// <summary>A person decided that it is not applied.</summary>
    Skipped,
}

/// <summary>A fact that a consumer could not apply, or that follows one in its aggregate.</summary>
internal sealed class DeadLetter
{
    public required Guid Id { get; init; }

    public required string Consumer { get; init; }

    public required short Stream { get; init; }

    public required long Txid { get; init; }

    public required long Ordinal { get; init; }

    public required Guid FactId { get; init; }

    public required string Type { get; init; }

    public required string AggregateType { get; init; }

    public required string AggregateId { get; init; }

    public Guid? OrganizationId { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>When the fact was recorded.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    public DeadLetterStatus Status { get; set; }

    /// <summary>Failed tries; 0: it only follows another one.</summary>
    public int Attempts { get; set; }

    /// <summary>The earliest time of the next try.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>The last exception.</summary>
    public string? Error { get; set; }

    /// <summary>Why it was skipped.</summary>
    public string? Reason { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class DeadLetterConfiguration : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters");
        builder.Property(letter => letter.Id).ValueGeneratedNever();
        builder.Property(letter => letter.Consumer).HasMaxLength(40);
        builder.Property(letter => letter.Type).HasMaxLength(60);
        builder.Property(letter => letter.AggregateType).HasMaxLength(40);
        builder.Property(letter => letter.AggregateId).HasMaxLength(64);
        builder.Property(letter => letter.TraceParent).HasMaxLength(55);
        builder.Property(letter => letter.Payload).HasColumnType("jsonb");
        builder.Property(letter => letter.Error).HasMaxLength(DeadLetters.ErrorLengthMax);
        builder.Property(letter => letter.Reason).HasMaxLength(SkipDeadLetters.ReasonLengthMax);
        builder.HasIndex(letter => new { letter.Consumer, letter.AggregateId, letter.Txid, letter.Ordinal })
            .HasDatabaseName("ix_dead_letters_aggregate");
    }
}

/// <summary>A consumer's position in a stream.</summary>
internal sealed class FactPositionRow
{
    public required string Consumer { get; init; }

    public required short Stream { get; init; }

    public required long Txid { get; init; }

    public required long Ordinal { get; init; }
}

internal sealed class FactPositionConfiguration : IEntityTypeConfiguration<FactPositionRow>
{
    public void Configure(EntityTypeBuilder<FactPositionRow> builder)
    {
        builder.ToTable("fact_positions");
        builder.HasKey(position => new { position.Consumer, position.Stream });
        builder.Property(position => position.Consumer).HasMaxLength(40);
        builder.Property(position => position.Stream).ValueGeneratedNever();
    }
}
