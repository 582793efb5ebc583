using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Payments.Shifts;

/// <summary>
/// Opens and closes shifts, with an audit entry in the same transaction. Closing locks the shift's row alone: it waits for sales that
/// share the lock, and counts them; later ones find no open shift. A drawer is a member's, not an event's: members for some events have one, too.
/// </summary>
public sealed class ShiftsHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const string Subject = "shift";
    private const int CurrencyLength = 3;
    private const string OpenIndex = "ux_box_office_shifts_open";

    public async Task<Outcome<ShiftId, ShiftRefusal>> HandleAsync(OpenShift command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, money, caller) = (command.Organization, command.OpeningFloat, command.Caller);
        if (!await limits.TryCountAsync(CommandLimits.ShiftChanges, caller))
        {
            return ShiftRefusal.TooOften;
        }

        if (!caller.ServesSomeBuyersOf(organization))
        {
            return ShiftRefusal.NotFound;
        }

        if (caller.User is not { } member)
        {
            return ShiftRefusal.MembersOnly;
        }

        if (money.Currency is not { Length: CurrencyLength } currency || !currency.All(char.IsAsciiLetterUpper))
        {
            return ShiftRefusal.CurrencyInvalid;
        }

        if (money.Amount is < 0 or > ShiftFigures.AmountMax)
        {
            return ShiftRefusal.AmountInvalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetDatabaseNow();
        var shift = new BoxOfficeShift
        {
            Id = new ShiftId(Guid.CreateVersion7(now)),
            OrganizationId = organization,
            MemberId = member,
            MemberName = caller.Name.Length > 0 ? caller.Name : caller.Email,
            Currency = money.Currency,
            OpeningFloat = money.Amount,
            OpenedAt = now,
        };
        db.Add(shift);
        AuditLog.Add(
            db, "shift.opened", Subject, shift.Id.ToString(), null, new { openingFloat = money.Amount, currency = money.Currency }, caller.Actor, now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException failure) when (failure.InnerException is PostgresException { ConstraintName: OpenIndex })
        {
            return ShiftRefusal.AlreadyOpen;
        }

        return shift.Id;
    }

    public async Task<Outcome<ShiftFigures, ShiftRefusal>> HandleAsync(CloseShift command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var caller = command.Caller;
        if (!await limits.TryCountAsync(CommandLimits.ShiftChanges, caller))
        {
            return ShiftRefusal.TooOften;
        }

        var note = TypedText.Line(command.Note);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM box_office_shifts WHERE id = {command.Shift.Value} FOR UPDATE", cancellationToken);
        var shift = await db.Set<BoxOfficeShift>().SingleOrDefaultAsync(found => found.Id == command.Shift, cancellationToken);
        if (shift is null || !caller.ServesSomeBuyersOf(shift.OrganizationId)
            || !(caller.Runs(shift.OrganizationId) || (caller.User is { } member && shift.MemberId == member)))
        {
            return ShiftRefusal.NotFound;
        }

        if (!shift.IsOpen)
        {
            return ShiftRefusal.AlreadyClosed;
        }

        if (command.Counted is < 0 or > ShiftFigures.AmountMax)
        {
            return ShiftRefusal.AmountInvalid;
        }

        if (note.Length > BoxOfficeShift.NoteLengthMax || !TypedText.IsText(note))
        {
            return ShiftRefusal.NoteInvalid;
        }

        var now = time.GetDatabaseNow();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var money = await ShiftReader.MoneyAsync(
            connection, (NpgsqlTransaction)transaction.GetDbTransaction(), [shift.Id.Value], cancellationToken);
        var figures = money[shift.Id].Of(shift);
        shift.Close(command.Counted, figures.Expected, note.Length > 0 ? note : null, now);
        AuditLog.Add(
            db, "shift.closed", Subject, shift.Id.ToString(), null,
            new { counted = shift.Counted, expected = shift.Expected, difference = shift.Difference, note = shift.Note }, caller.Actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return figures;
    }
}
