using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Idempotency;

/// <summary>Stores repeatable requests in the EF Core transaction of their effect.</summary>
internal static class RepeatableRequests
{
    /// <summary>Claims the request's key, if it is unused.</summary>
    /// <returns>The hash of the request that has the key.</returns>
    public static async Task<byte[]> ClaimAsync(
        this TicketingDbContext db, RepeatableRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, hash) = (request.Id, request.Hash);
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotency_keys (id, request_hash, created_at) VALUES ({id}, {hash}, {now}) ON CONFLICT (id) DO NOTHING",
            cancellationToken);
        return await db.IdempotencyRecords.Where(record => record.Id == id)
            .Select(record => record.RequestHash).SingleAsync(cancellationToken);
    }

    /// <summary>Removes the keys and stored answers of an account's requests.</summary>
    public static Task<int> RemoveAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken) =>
        db.IdempotencyRecords.Where(record => record.UserId == user).ExecuteDeleteAsync(cancellationToken);
}
