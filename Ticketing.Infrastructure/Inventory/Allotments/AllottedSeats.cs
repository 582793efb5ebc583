using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;

namespace Ticketing.Infrastructure.Inventory.Allotments;

/// <summary>
/// Changes which seats are of an allotment, within the caller's transaction. One statement locks the seats' rows, checks and changes them;
/// holds and orders lock the same rows, so that a seat is never sold to the public and set aside. After the commit the caller publishes the
/// changes with <see cref="SeatAnnouncer"/>.
/// </summary>
internal static class AllottedSeats
{
    private static readonly SqlScript AllotScript = SqlScript.Load("allot-seats.sql");
    private static readonly SqlScript ReleaseScript = SqlScript.Load("release-allotted.sql");

    /// <returns>The changes; empty: nothing was set aside, because a seat has another owner.</returns>
    public static Task<List<SeatChange>> AllotAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PerformanceId performance, AllotmentId allotment,
        IReadOnlyList<SeatIndex> seats, DateTimeOffset now, CancellationToken cancellationToken) => ReadAsync(
        AllotScript.On(connection, transaction).With("performance", performance.Value).With("allotment", allotment.Value)
            .With("seats", Indexes(seats)).With("now", now),
        cancellationToken);

    /// <param name="seats">Null: all of the allotment.</param>
    /// <returns>Every seat that was in the allotment, with its status now: available, or still held or sold.</returns>
    public static Task<List<SeatChange>> ReleaseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, PerformanceId performance, AllotmentId allotment,
        IReadOnlyList<SeatIndex>? seats, CancellationToken cancellationToken) => ReadAsync(
        ReleaseScript.On(connection, transaction).With("performance", performance.Value).With("allotment", allotment.Value)
            .Set("seats", seats is null ? new NpgsqlParameter { Value = DBNull.Value } : new NpgsqlParameter<int[]> { TypedValue = Indexes(seats) }),
        cancellationToken);

    private static async Task<List<SeatChange>> ReadAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var (seat, status, fence) = (reader.GetOrdinal("seat_index"), reader.GetOrdinal("status"), reader.GetOrdinal("fence"));
            var changes = new List<SeatChange>();
            while (await reader.ReadAsync(cancellationToken))
            {
                changes.Add(new SeatChange(new SeatIndex(reader.GetInt32(seat)), (SeatStatus)reader.GetInt16(status), reader.GetInt64(fence)));
            }

            return changes;
        }
    }

    private static int[] Indexes(IReadOnlyList<SeatIndex> seats) => [.. seats.Select(seat => seat.Value)];
}
