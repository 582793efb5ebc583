using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Presales;

/// <summary>
/// Counts the uses of codes in the order's transaction. The limit is a condition of the counting UPDATE, whose row lock serializes
/// concurrent orders, hence exact. Lock order: after the promo code.
/// </summary>
internal static class AccessCodeUses
{
    /// <returns>False: no use is left, or the code was revoked.</returns>
    public static async Task<bool> TakeAsync(TicketingDbContext db, AccessCodeId code, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"UPDATE access_codes SET uses = uses + 1 WHERE id = {code.Value} AND revoked_at IS NULL AND uses < uses_max", cancellationToken) == 1;

    /// <summary>Returns the use of an order that ended, also of a code that was revoked.</summary>
    public static Task<int> GiveBackAsync(TicketingDbContext db, AccessCodeId code, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"UPDATE access_codes SET uses = uses - 1 WHERE id = {code.Value} AND uses > 0", cancellationToken);

    /// <summary>Writes <paramref name="erased"/> in the place of a person's address: no order can use their codes then.</summary>
    public static Task<int> EraseAddressAsync(TicketingDbContext db, string email, string erased, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"UPDATE access_codes SET email_normalized = {erased} WHERE email_normalized = {email}", cancellationToken);

    /// <summary>Null: it was deleted.</summary>
    public static Task<AccessCode?> FindAsync(TicketingDbContext db, AccessCodeId code, CancellationToken cancellationToken) =>
        db.Set<AccessCode>().AsNoTracking().SingleOrDefaultAsync(found => found.Id == code, cancellationToken);
}
