using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Telemetry;

namespace Ticketing.Infrastructure.Notifications.Jobs;

/// <summary>Mails that are not sent yet.</summary>
public sealed class MailJobs(NpgsqlDataSource database, TimeProvider time)
{
    // Longer than the lease of a job that is being sent.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(6);

    /// <summary>Mails that will be tried, or are at this moment.</summary>
    internal static StoreGauge WaitingGauge { get; } = new(
        "ticketing.mails.waiting", "{mail}", "Mails that are not sent yet.",
        FormattableString.Invariant(
            $"SELECT count(*) FROM mail_jobs WHERE attempts < {MailJobDispatcher.AttemptsMax} OR retry_at > @now"));

    /// <inheritdoc cref="CountParkedAsync"/>
    internal static StoreGauge ParkedGauge { get; } = new(
        "ticketing.mails.parked", "{mail}", "Mails whose attempts have all failed.",
        FormattableString.Invariant(
            $"SELECT count(*) FROM mail_jobs WHERE attempts >= {MailJobDispatcher.AttemptsMax} AND retry_at <= @now"));

    /// <summary>The number of parked jobs: all attempts failed.</summary>
    public async Task<long> CountParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM mail_jobs WHERE attempts >= @attempts AND retry_at <= @now")
            .With("attempts", MailJobDispatcher.AttemptsMax).With("now", time.GetUtcNow());
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Adds a mail to the context, without a fact; the caller saves. Its handler is one of <see cref="MailJobHandler"/>.</summary>
    /// <param name="id">A UUIDv7 of now: jobs are sent in the order of their ids.</param>
    internal static void Add(TicketingDbContext db, Guid id, string type, string aggregateId, string payload, DateTimeOffset now) =>
        db.Add(new MailJobRow { Id = id, Type = type, AggregateId = aggregateId, Payload = payload, CreatedAt = now });

    /// <summary>The number of jobs of a type that are due or will be before long, counted up to <paramref name="max"/>.</summary>
    internal static Task<int> CountWaitingAsync(
        TicketingDbContext db, string type, int max, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var soon = now + Soon;
        return Waiting(db, now).Where(job => job.Type == type && (job.RetryAt == null || job.RetryAt <= soon)).Take(max).CountAsync(cancellationToken);
    }

    /// <summary>The ids of the jobs that will be tried, or are at this moment. Parked ones are none of them.</summary>
    internal static IQueryable<Guid> WaitingIds(TicketingDbContext db, DateTimeOffset now) => Waiting(db, now).Select(job => job.Id);

    /// <summary>Deletes the jobs of an account (rule 28).</summary>
    public async Task ForgetAsync(UserId account, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM mail_jobs WHERE aggregate_id = @account")
            .With("account", account.ToString());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes the jobs of invitations to an address (rule 28): they belong to no account.</summary>
    public async Task ForgetAsync(string email, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM mail_jobs WHERE type = 'member.invited' AND lower(payload->>'email') = @email")
            .With("email", EmailAddress.Normalize(email));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The last attempt is under way until its lease ends.
    private static IQueryable<MailJobRow> Waiting(TicketingDbContext db, DateTimeOffset now) =>
        db.Set<MailJobRow>().AsNoTracking().Where(job => job.Attempts < MailJobDispatcher.AttemptsMax || job.RetryAt > now);
}

/// <summary>The row of a mail job.</summary>
internal sealed class MailJobRow
{
    public required Guid Id { get; init; }

    public required string AggregateId { get; init; }

    public required string Type { get; init; }

    /// <summary>JSON.</summary>
    public required string Payload { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>The earliest time of the next attempt; null: at once.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    public string? LastError { get; init; }
}

internal sealed class MailJobConfiguration : IEntityTypeConfiguration<MailJobRow>
{
    public void Configure(EntityTypeBuilder<MailJobRow> builder)
    {
        builder.ToTable("mail_jobs");
        builder.Property(job => job.Id).ValueGeneratedNever();
        builder.Property(job => job.AggregateId).HasMaxLength(64);
        builder.Property(job => job.Type).HasMaxLength(60);
        builder.Property(job => job.Payload).HasColumnType("jsonb");
        builder.Property(job => job.LastError).HasMaxLength(1000);
        builder.HasIndex(job => job.Id).HasFilter("attempts >= 10").HasDatabaseName("ix_mail_jobs_parked");
    }
}
