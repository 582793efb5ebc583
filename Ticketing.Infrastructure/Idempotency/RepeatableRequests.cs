using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Idempotency;

/// <summary>Writes repeatable requests in the transaction of what they ask for, where that is done by EF Core.</summary>
internal static class RepeatableRequests
{
    /// <summary>Claims the request's key, if it is free.</summary>
    /// <returns>The hash of the request that has it now: this one, the same before, or another.</returns>
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
