using System.Data;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Export;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Ordering.Export;

/// <summary>
/// Begins exports. One at a time per account or key: an advisory lock of the transaction that reads the rows, so that it ends with the export
/// whatever ends it, a lost connection or a crash. The audit entry is written before the first row, because a client may leave with a part.
/// </summary>
public sealed class OpenExportHandler(
    IDbContextFactory<TicketingDbContext> contexts, ExportProgress progress, CommandCounter limits, TimeProvider time)
{
    private static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(5);

    /// <returns>To be disposed of by the caller.</returns>
    public async Task<Outcome<RunningExport, ExportRefusal>> HandleAsync(ExportOrders command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Filter.Organization, command.Caller);
        if (command.Filter.For(caller) is not { } filter || ExportProgress.AccountOf(caller) is not { } account)
        {
            return caller.Sees(organization) ? ExportRefusal.NotAllowed : ExportRefusal.NotFound;
        }

        // From here on only what the caller serves.
        command = command with { Filter = filter };
        if (!ExportColumn.AreOf(command.Kind, command.Columns))
        {
            return ExportRefusal.ColumnsInvalid;
        }

        if (!await limits.TryCountAsync(CommandLimits.Exports, caller))
        {
            return ExportRefusal.TooOften;
        }

        var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isOpen = false;
        try
        {
            db.Database.SetCommandTimeout(StatementTimeout);
            var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            if (!await TryLockAsync(db, account, cancellationToken))
            {
                return ExportRefusal.Running;
            }

            if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
            {
                return ExportRefusal.NotFound;
            }

            var total = await CountAsync(db, command, cancellationToken);
            if (command.Format == ExportFormat.Xlsx && total > ExportOrders.SheetRowsMax)
            {
                return ExportRefusal.TooManyRows;
            }

            await WriteAuditAsync(command, total, cancellationToken);
            if (command.Progress is { } token)
            {
                await progress.ReportAsync(account, token, new ExportState(0, total, IsDone: false));
            }

            isOpen = true;
            return new RunningExport(db, transaction, command, total, progress);
        }
        finally
        {
            if (!isOpen)
            {
                // Ends the transaction too.
                await db.DisposeAsync();
            }
        }
    }

    private static async Task<long> CountAsync(TicketingDbContext db, ExportOrders command, CancellationToken cancellationToken)
    {
        var orders = OrderFilters.Matching(db, command.Filter);
        return command.Kind == ExportKind.Orders
            ? await orders.LongCountAsync(cancellationToken)
            : await ExportRows.IssuedOf(db, orders, command.Tier).LongCountAsync(cancellationToken);
    }

    private static Task<bool> TryLockAsync(TicketingDbContext db, Guid account, CancellationToken cancellationToken) => db.Database
        .SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended({"export of " + account}, 0)) AS \"Value\"")
        .SingleAsync(cancellationToken);

    private async Task WriteAuditAsync(ExportOrders command, long rows, CancellationToken cancellationToken)
    {
        var filter = command.Filter;
        await using var log = await contexts.CreateDbContextAsync(cancellationToken);

        // What was searched for can be a person's name, which the log would keep.
        var after = new
        {
            kind = command.Kind.ToWord(),
            format = command.Format.ToWord(),
            columns = command.Columns.Select(column => column.Name),
            rows,
            searched = !string.IsNullOrWhiteSpace(filter.Search),
            eventId = filter.Event?.Value,
            within = filter.Within?.Select(id => id.Value),
            performanceId = filter.Performance?.Value,
            status = filter.Status?.ToWord(),
            from = filter.From,
            to = filter.To,
            tier = command.Tier.Length > 0 ? command.Tier : null,
        };
        AuditLog.Add(
            log, "orders.exported", "organization", filter.Organization.ToString(), null, after, command.Caller.Actor, time.GetDatabaseNow());
        await log.SaveChangesAsync(cancellationToken);
    }
}
