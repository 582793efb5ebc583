using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Makes the seats of new performances, in the transaction that makes the performances; and those that a newer plan adds.</summary>
internal static class NewSeats
{
    // An arena's 20,000 seats take about a second.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>
    /// One statement a performance writes all its seats, free. A trigger marks the performance, so that its availability is counted;
    /// no seat can be held before the commit.
    /// </summary>
    /// <param name="seats">The number of places of the compiled plan: indexes are 0 to <paramref name="seats"/> - 1.</param>
    /// <param name="from">The number of places that the performances have already.</param>
    public static async Task AddAsync(
        TicketingDbContext db, IEnumerable<PerformanceId> performances, int seats, CancellationToken cancellationToken, int from = 0)
    {
        Invariant.Holds(seats > 0 && from >= 0 && from <= seats);
        db.Database.SetCommandTimeout(Timeout);
        foreach (var performance in performances)
        {
            var written = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO seats (performance_id, seat_index, status, fence)
                SELECT {performance.Value}, i, 0, 0 FROM generate_series({from}, {seats - 1}) AS i
                """, cancellationToken);
            Invariant.Holds(written == seats - from);
        }
    }
}
