using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Export;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering.Export;

/// <summary>
/// An export that has begun: its transaction holds the account's turn and a snapshot, in which the rows were counted and are read. Rows go
/// from PostgreSQL's connection to the target one after another.
/// </summary>
public sealed class RunningExport : IAsyncDisposable
{
    private const int ReportRows = 2000;

    // A client that reads slowly must not keep the snapshot: the database cannot remove what it may still see.
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(30);

    private readonly TicketingDbContext _db;
    private readonly IDbContextTransaction _transaction;
    private readonly ExportOrders _command;
    private readonly ExportProgress _progress;

    internal RunningExport(
        TicketingDbContext db, IDbContextTransaction transaction, ExportOrders command, long total, ExportProgress progress) =>
        (_db, _transaction, _command, Total, _progress) = (db, transaction, command, total, progress);

    /// <summary>The number of rows.</summary>
    public long Total { get; }

    public string ContentType => _command.Format == ExportFormat.Csv
        ? CsvText.ContentType
        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public string FileName => $"{_command.Kind.ToWord()}.{_command.Format.ToWord()}";

    /// <summary>Writes the file.</summary>
    /// <exception cref="OperationCanceledException">Also after 30 minutes.</exception>
    public async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeMax);
        var orders = OrderFilters.Matching(_db, _command.Filter);
        await using var table = Begin(target);
        foreach (var column in _command.Columns)
        {
            table.Text(column.Title);
        }

        table.EndRow();
        var withDetails = _command.Columns.Any(column => column.Name is "extras" or "answers");
        await (_command.Kind == ExportKind.Orders
            ? WriteAsync(table, ExportRows.Read(_db, orders, withDetails), ExportRows.OfOrders, limit.Token)
            : WriteAsync(table, ExportRows.ReadAttendees(_db, orders, _command.Tier, withDetails), ExportRows.OfAttendees, limit.Token));
        await table.EndAsync(limit.Token);
        await ReportAsync(Total, isDone: true);
    }

    /// <summary>Ends the transaction, and with it the account's turn.</summary>
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _db.DisposeAsync();
    }

    private ExportTable Begin(Stream target)
    {
        // A semicolon goes with a decimal comma, as spreadsheets in German read both.
        var culture = _command.Separator == ';' && _command.Language == "de" ? OrderLanguage.Of("de") : CultureInfo.InvariantCulture;
        return _command.Format == ExportFormat.Csv
            ? new CsvTable(target, _command.Separator, culture)
            : new XlsxTable(target);
    }

    private async Task WriteAsync<TRow>(
        ExportTable table, IQueryable<TRow> rows, IReadOnlyDictionary<string, Action<ExportTable, TRow>> cells, CancellationToken cancellationToken)
    {
        Action<ExportTable, TRow>[] columns = [.. _command.Columns.Select(column => cells[column.Name])];
        var written = 0L;
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var column in columns)
            {
                column(table, row);
            }

            if (table.EndRow())
            {
                await table.FlushAsync(cancellationToken);
            }

            if (++written % ReportRows == 0)
            {
                await ReportAsync(written, isDone: false);
            }
        }
    }

    private Task ReportAsync(long written, bool isDone) => _command.Progress is { } token && ExportProgress.AccountOf(_command.Caller) is { } account
        ? _progress.ReportAsync(account, token, new ExportState(written, Total, isDone))
        : Task.CompletedTask;
}
