using System.Globalization;
using System.Text;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Ordering.Export;

/// <summary>
/// Writes rows to a stream as they come. What is in memory is at most one part of <see cref="PartLength"/> characters and what the stream
/// buffers, however many rows there are.
/// </summary>
internal abstract class ExportTable : IAsyncDisposable
{
    /// <summary>Characters that are collected before they are written.</summary>
    protected const int PartLength = 32 * 1024;

    public abstract void Text(string? value);

    public abstract void Number(long value);

    /// <param name="amount">Minor units.</param>
    public abstract void Amount(long amount, string currency);

    /// <summary>The venue's local time with its offset.</summary>
    public void Time(DateTimeOffset? at, string zone) => Text(at is { } time
        ? VenueTime.At(time, zone).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
        : null);

    /// <summary>Ends the row; true: <see cref="FlushAsync"/> is due.</summary>
    public abstract bool EndRow();

    /// <summary>Writes what is collected.</summary>
    public abstract Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Writes the rest. Without it the file is incomplete.</summary>
    public abstract Task EndAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

/// <summary>CSV in UTF-8 with a byte order mark, by which spreadsheets recognize the encoding.</summary>
/// <param name="culture">The decimal separator of amounts.</param>
internal sealed class CsvTable(Stream target, char separator, CultureInfo culture) : ExportTable
{
    private readonly CsvText _text = new(separator);
    private bool _isBegun;

    public override void Text(string? value) => _text.Text(value);

    public override void Number(long value) => _text.Number(value);

    public override void Amount(long amount, string currency) => _text.Amount(new Money(amount, currency), culture);

    public override bool EndRow()
    {
        _text.EndRow();
        return _text.Length >= PartLength;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            await target.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
        }

        await target.WriteAsync(_text.TakeBytes(), cancellationToken);
    }

    public override Task EndAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
