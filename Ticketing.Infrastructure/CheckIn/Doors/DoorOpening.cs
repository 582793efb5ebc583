using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>
/// Opens doors: from then on the tickets of a performance are followed. Performances without devices or gates have no door, so that their sales
/// write nothing here.
/// </summary>
/// <remarks>
/// An order that is being sold while a door is opened is read by the filling or by the consumer, which both hold
/// <see cref="LockKey"/>: if the consumer passed the order's fact before the door was there, the order was committed before the
/// filling began.
/// </remarks>
public sealed class DoorOpening(NpgsqlDataSource database, TicketIssuer issuer, DoorHeads heads, TimeProvider time)
{
    /// <summary>"door" in ASCII.</summary>
    internal const long LockKey = 0x646f6f72;

    private static readonly SqlScript Fill = SqlScript.Load("checkin-fill-door.sql");

    /// <summary>Opens the door of a performance unless it is open.</summary>
    public async Task EnsureAsync(PerformanceId performance, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (var known = new NpgsqlCommand("SELECT EXISTS (SELECT FROM checkin_doors WHERE performance_id = @id)", connection))
        {
            if ((bool)(await known.With("id", performance.Value).ExecuteScalarAsync(cancellationToken))!)
            {
                return;
            }
        }

        // Devices get the key with their first pack: one that came with the first signed ticket would be a new pack for all.
        using (await issuer.SignerAsync(performance, cancellationToken))
        {
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await LockAsync(connection, transaction, cancellationToken);
        await using (var insert = new NpgsqlCommand(
            """
            INSERT INTO checkin_doors (performance_id, organization_id, seq, epoch, opened_at)
            VALUES (@performance, @organization, 0, @epoch, @now)
            ON CONFLICT (performance_id) DO NOTHING
            """, connection, transaction))
        {
            var opened = await insert.With("performance", performance.Value).With("organization", organization.Value)
                .With("epoch", Guid.NewGuid()).With("now", time.GetDatabaseNow()).ExecuteNonQueryAsync(cancellationToken);
            if (opened == 1)
            {
                await using var fill = Fill.On(connection, transaction).With("performance", performance.Value);
                await fill.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        heads.Forget(performance);
    }

    internal static async Task LockAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var locking = new NpgsqlCommand("SELECT pg_advisory_xact_lock(@key)", connection, transaction);
        await locking.With("key", LockKey).ExecuteNonQueryAsync(cancellationToken);
    }
}
