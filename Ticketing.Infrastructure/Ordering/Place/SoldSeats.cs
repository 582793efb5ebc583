using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>Reads what a batch's statement has sold.</summary>
internal static class SoldSeats
{
    /// <returns>The seats sold, by performance.</returns>
    /// <exception cref="SeatLostException">Fewer than asked. Nothing of the transaction may stand.</exception>
    public static Dictionary<PerformanceId, List<SeatChange>> Read(SqlCommand command, int asked)
    {
        using var reader = command.ExecuteReader();
        var (performances, seats, fences) = (reader.GetOrdinal("performance_id"), reader.GetOrdinal("seat_index"), reader.GetOrdinal("fence"));
        var sold = new Dictionary<PerformanceId, List<SeatChange>>();
        var count = 0;
        while (reader.Read())
        {
            var performance = new PerformanceId(reader.GetGuid(performances));
            if (!sold.TryGetValue(performance, out var changes))
            {
                sold.Add(performance, changes = []);
            }

            changes.Add(new SeatChange(new(reader.GetInt32(seats)), SeatStatus.Sold, reader.GetInt64(fences)));
            count++;
        }

        Invariant.Holds(count <= asked);
        return count == asked ? sold : throw new SeatLostException($"Of {asked} seats {count} were still their hold's.");
    }
}
