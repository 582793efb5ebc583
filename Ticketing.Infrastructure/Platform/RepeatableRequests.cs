using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Platform;

/// <summary>Writes repeatable requests in the transaction of what they ask for, where that is done by EF Core.</summary>
internal static class RepeatableRequests
{
    /// <summary>Claims the request's key. True as well when the same request has claimed it before: what it asks for is found done.</summary>
    /// <returns>False: another request has this key.</returns>
    public static async Task<bool> TryClaimAsync(this TicketingDbContext db, RepeatableRequest request, DateTimeOffset now, CancellationToken stop)
    {
        var (id, hash) = (request.Id, request.Hash);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotency_keys (id, request_hash, created_at) VALUES ({id}, {hash}, {now}) ON CONFLICT (id) DO NOTHING", stop);
        return await db.IdempotencyRecords.AnyAsync(record => record.Id == id && record.RequestHash == hash, stop);
    }
}
