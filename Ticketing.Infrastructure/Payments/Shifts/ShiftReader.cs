using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Payments.Shifts;

/// <summary>Reads shifts: members of the box office their own, those who run an organization's sales all of it.</summary>
public sealed class ShiftReader(OrganizationContexts contexts, NpgsqlDataSource database)
{
    private const int PageSize = 50;

    private static readonly SqlScript Money = SqlScript.Load("shift-money.sql");

    /// <summary>The caller's open shift in an organization; null: none.</summary>
    public async Task<ShiftFigures?> FindOpenAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.User is not { } member)
        {
            return null;
        }

        await using var db = contexts.ForBoxOffice(caller);
        var found = await db.Set<BoxOfficeShift>().AsNoTracking()
            .Where(shift => shift.OrganizationId == organization && shift.MemberId == member && shift.ClosedAt == null)
            .ToListAsync(cancellationToken);
        return (await WithMoneyAsync(found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>A shift; null: there is none, or it is not the caller's to see.</summary>
    public async Task<ShiftFigures?> FindAsync(ShiftId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForBoxOffice(caller);
        var found = await db.Set<BoxOfficeShift>().AsNoTracking().Where(shift => shift.Id == id).ToListAsync(cancellationToken);
        found.RemoveAll(shift => !MaySee(shift, caller));
        return (await WithMoneyAsync(found, cancellationToken)).SingleOrDefault();
    }

    /// <summary>The shifts of an organization that the caller may see, newest first.</summary>
    /// <param name="after">The last shift of the page before; null: the first page.</param>
    /// <returns>At most 50, and the <paramref name="after"/> of the next page; null: there is none.</returns>
    public async Task<(IReadOnlyList<ShiftFigures> Shifts, Guid? Next)> ListAsync(
        OrganizationId organization, Guid? after, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForBoxOffice(caller);
        var shifts = db.Set<BoxOfficeShift>().AsNoTracking().Where(shift => shift.OrganizationId == organization);
        if (!caller.Runs(organization))
        {
            var member = caller.User;
            shifts = shifts.Where(shift => shift.MemberId == member && member != null);
        }

        if (after is { } last)
        {
            // Ids are UUIDv7 of the time of opening.
            var id = new ShiftId(last);
            var at = await db.Set<BoxOfficeShift>().Where(shift => shift.Id == id).Select(shift => shift.OpenedAt).SingleOrDefaultAsync(cancellationToken);
            shifts = shifts.Where(shift => shift.OpenedAt < at);
        }

        var page = await shifts.OrderByDescending(shift => shift.OpenedAt).Take(PageSize + 1).ToListAsync(cancellationToken);
        Guid? next = page.Count > PageSize ? page[PageSize - 1].Id.Value : null;
        return (await WithMoneyAsync([.. page.Take(PageSize)], cancellationToken), next);
    }

    /// <summary>The money of shifts, in the caller's transaction.</summary>
    internal static async Task<Dictionary<ShiftId, ShiftMoney>> MoneyAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Guid[] shifts, CancellationToken cancellationToken)
    {
        var money = new Dictionary<ShiftId, ShiftMoney>();
        await using var command = Money.On(connection, transaction).With("shifts", shifts);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            money.Add(
                new ShiftId(reader.GetGuid("id")),
                new ShiftMoney(reader.GetInt64("cash_in"), reader.GetInt64("cash_out"), reader.GetInt64("terminal"), reader.GetInt32("payments")));
        }

        return money;
    }

    private static bool MaySee(BoxOfficeShift shift, Caller caller) =>
        caller.Runs(shift.OrganizationId) || (caller.User is { } member && shift.MemberId == member);

    private async Task<IReadOnlyList<ShiftFigures>> WithMoneyAsync(List<BoxOfficeShift> shifts, CancellationToken cancellationToken)
    {
        if (shifts.Count == 0)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var money = await MoneyAsync(connection, null, [.. shifts.Select(shift => shift.Id.Value)], cancellationToken);
        return shifts.ConvertAll(shift => money[shift.Id].Of(shift));
    }
}

/// <summary>The sums of a shift's payments and refunds; minor units.</summary>
internal readonly record struct ShiftMoney(long CashIn, long CashOut, long Terminal, int Sales)
{
    public ShiftFigures Of(BoxOfficeShift shift) => new(shift, CashIn, CashOut, Terminal, Sales);
}
