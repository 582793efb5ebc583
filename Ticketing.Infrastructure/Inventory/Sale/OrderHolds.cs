using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Holds as their orders read and lock them; what becomes of their seats is <see cref="SeatLedger"/>'s.</summary>
internal static class OrderHolds
{
    /// <summary>The hold, whatever its status; null: there is none.</summary>
    public static Task<Hold?> FindAsync(TicketingDbContext db, HoldId id, CancellationToken cancellationToken) =>
        db.Holds.AsNoTracking().SingleOrDefaultAsync(hold => hold.Id == id, cancellationToken);

    /// <summary>Locks the hold's row in the caller's transaction.</summary>
    public static Task<int> LockAsync(TicketingDbContext db, HoldId id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT 1 FROM holds WHERE id = {id.Value} FOR UPDATE", cancellationToken);

    /// <summary>The performance that a hold is of; null: there is no such hold.</summary>
    public static Task<PerformanceId?> FindPerformanceAsync(TicketingDbContext db, HoldId id, CancellationToken cancellationToken) =>
        db.Holds.Where(hold => hold.Id == id).Select(hold => (PerformanceId?)hold.PerformanceId).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Whether there is such a hold of this owner, whatever its status.</summary>
    public static Task<bool> IsOwnedAsync(TicketingDbContext db, HoldId id, HoldOwner owner, CancellationToken cancellationToken)
    {
        var hash = owner.Hash.ToArray();
        return db.Holds.AnyAsync(hold => hold.Id == id && hold.OwnerHash == hash, cancellationToken);
    }

    /// <summary>Marks the hold's one extension as used.</summary>
    public static Task<int> UseExtensionAsync(TicketingDbContext db, HoldId id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"UPDATE holds SET extended = true WHERE id = {id.Value}", cancellationToken);

    /// <summary>Stores the chosen reductions; the caller has locked the hold.</summary>
    /// <param name="reductions">JSON; null: none.</param>
    public static Task<int> SetReductionsAsync(TicketingDbContext db, HoldId id, string? reductions, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"UPDATE holds SET reductions = {reductions}::jsonb WHERE id = {id.Value}", cancellationToken);

    /// <summary>The ids of an owner's holds, whatever their status.</summary>
    public static IQueryable<HoldId> OfOwner(TicketingDbContext db, byte[] ownerHash) =>
        db.Holds.Where(hold => hold.OwnerHash == ownerHash).Select(hold => hold.Id);

    /// <summary>Erases an account from its holds.</summary>
    public static Task<int> EraseUserAsync(TicketingDbContext db, UserId user, CancellationToken cancellationToken) =>
        db.Holds.Where(hold => hold.UserId == user)
            .ExecuteUpdateAsync(set => set.SetProperty(hold => hold.UserId, (UserId?)null), cancellationToken);
}
