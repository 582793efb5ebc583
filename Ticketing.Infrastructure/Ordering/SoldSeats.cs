using Npgsql;
using Ticketing.Core.Inventory;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>Reads what a batch's statement has sold: performance, index, fence.</summary>
internal static class SoldSeats
{
    /// <returns>The seats sold, by performance.</returns>
    /// <exception cref="SeatLostException">Fewer than asked. Nothing of the transaction may stand.</exception>
    public static Dictionary<PerformanceId, List<SeatChange>> Read(NpgsqlCommand command, int asked)
    {
        using var reader = command.ExecuteReader();
        var sold = new Dictionary<PerformanceId, List<SeatChange>>();
        var count = 0;
        while (reader.Read())
        {
            var performance = new PerformanceId(reader.GetGuid(0));
            if (!sold.TryGetValue(performance, out var changes))
            {
                sold.Add(performance, changes = []);
            }

            changes.Add(new SeatChange(new(reader.GetInt32(1)), SeatStatus.Sold, reader.GetInt64(2)));
            count++;
        }

        Invariant.Holds(count <= asked);
        return count == asked ? sold : throw new SeatLostException($"Of {asked} seats {count} were still their hold's.");
    }
}
