using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments.Shifts;

/// <summary>The open shifts of members, for the transactions that take and pay back cash.</summary>
internal static class OpenShifts
{
    /// <summary>
    /// The member's open shift for a currency, locked against closing until the transaction ends: its drawer is counted with this payment.
    /// Null: none is open, or it is of another currency.
    /// </summary>
    /// <remarks>Lock order: after the order and its payments. Sales share the lock; closing takes it alone.</remarks>
    public static async Task<ShiftId?> LockAsync(
        TicketingDbContext db, OrganizationId organization, UserId? member, string currency, CancellationToken cancellationToken)
    {
        if (member is not { } user)
        {
            return null;
        }

        var found = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT id AS "Value" FROM box_office_shifts
            WHERE organization_id = {organization.Value} AND member_id = {user.Value} AND closed_at IS NULL AND currency = {currency}
            FOR SHARE
            """).ToListAsync(cancellationToken);
        return found is [var id] ? new ShiftId(id) : null;
    }

    /// <summary>Writes <paramref name="name"/> in the place of the name of the account that had shifts.</summary>
    public static Task<int> RenameAsync(TicketingDbContext db, UserId account, string name, CancellationToken cancellationToken) =>
        db.Set<BoxOfficeShift>().Where(shift => shift.MemberId == account)
            .ExecuteUpdateAsync(set => set.SetProperty(shift => shift.MemberName, name), cancellationToken);
}
