using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Makes the seats of new performances, in the transaction that makes the performances.</summary>
internal static class NewSeats
{
    // An arena's 20,000 seats take about a second.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// One statement a performance writes all its seats, free. A trigger marks the performance, so that its availability is counted;
    /// no seat can be held before the commit.
    /// </summary>
    /// <param name="seats">The number of places of the compiled plan: indexes are 0 to <paramref name="seats"/> - 1.</param>
    public static async Task AddAsync(
        TicketingDbContext db, IEnumerable<PerformanceId> performances, int seats, CancellationToken cancellationToken)
    {
        Invariant.Holds(seats > 0);
        db.Database.SetCommandTimeout(Timeout);
        foreach (var performance in performances)
        {
            var written = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO seats (performance_id, seat_index, status, fence)
                SELECT {performance.Value}, i, 0, 0 FROM generate_series(0, {seats - 1}) AS i
                """, cancellationToken);
            Invariant.Holds(written == seats);
        }
    }
}
