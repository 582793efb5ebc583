using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Reads the seats that a batch's statement returns as sold.</summary>
internal static class SoldSeats
{
    /// <returns>The seats sold, by performance.</returns>
    /// <exception cref="SeatLostException">Fewer than <paramref name="expected"/>. The transaction has to be rolled back.</exception>
    public static Dictionary<PerformanceId, List<SeatChange>> Read(SqlCommand command, int expected)
    {
        using var reader = command.ExecuteReader();
        var performanceId = reader.GetOrdinal("performance_id");
        var seatIndex = reader.GetOrdinal("seat_index");
        var fence = reader.GetOrdinal("fence");
        var sold = new Dictionary<PerformanceId, List<SeatChange>>();
        var count = 0;
        while (reader.Read())
        {
            var performance = new PerformanceId(reader.GetGuid(performanceId));
            if (!sold.TryGetValue(performance, out var changes))
            {
                sold.Add(performance, changes = []);
            }

            changes.Add(new SeatChange(new(reader.GetInt32(seatIndex)), SeatStatus.Sold, reader.GetInt64(fence)));
            count++;
        }

        Invariant.Holds(count <= expected);
        return count == expected ? sold : throw new SeatLostException($"Only {count} of {expected} seats still belong to their hold.");
    }
}
