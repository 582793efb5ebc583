using System.Globalization;
using System.IO.Compression;
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

/// <summary>
/// A workbook with one sheet (ECMA-376), written as a stream: texts are in their cells, because a table of shared texts would have to be
/// complete before the first row. The first row is a frozen heading.
/// </summary>
internal sealed class XlsxTable : ExportTable
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    // Of a cell (ECMA-376, annex; Excel's limit).
    private const int CellLengthMax = 32_767;

    private static readonly (string Name, string Content)[] Parts =
    [
        ("[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}.sheet.main+xml\"/>"
            + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Types}.worksheet+xml\"/></Types>"),
        ("_rels/.rels",
            $"<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
        ("xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"Export\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"{PackageRelations}\"><Relationship Id=\"rId1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
    ];

    private readonly ZipArchive _archive;
    private readonly Stream _sheet;
    private readonly StringBuilder _text = new();
    private bool _isRowBegun;
    private bool _isSheetClosed;

    private XlsxTable(ZipArchive archive, Stream sheet) => (_archive, _sheet) = (archive, sheet);

    public static async Task<XlsxTable> BeginAsync(Stream target, CancellationToken cancellationToken)
    {
        var archive = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var (name, content) in Parts)
        {
            var part = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
            await using (part)
            {
                await part.WriteAsync(Encoding.UTF8.GetBytes(Declaration + content), cancellationToken);
            }
        }

        var sheet = await archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).OpenAsync(cancellationToken);
        var table = new XlsxTable(archive, sheet);
        table._text.Append(Declaration).Append(CultureInfo.InvariantCulture, $"<worksheet xmlns=\"{Main}\">")
            .Append("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>")
            .Append("<sheetData>");
        return table;
    }

    public override void Text(string? value)
    {
        BeginCell();
        var text = CsvText.Neutral(value);
        if (text.Length == 0)
        {
            _text.Append("<c/>");
            return;
        }

        _text.Append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        Escape(text.AsSpan(0, Math.Min(text.Length, CellLengthMax)));
        _text.Append("</t></is></c>");
    }

    public override void Number(long value)
    {
        BeginCell();
        _text.Append(CultureInfo.InvariantCulture, $"<c><v>{value}</v></c>");
    }

    public override void Amount(long amount, string currency)
    {
        BeginCell();
        _text.Append(CultureInfo.InvariantCulture, $"<c><v>{new Money(amount, currency).ToDecimal()}</v></c>");
    }

    public override bool EndRow()
    {
        BeginCell();
        _text.Append("</row>");
        _isRowBegun = false;
        return _text.Length >= PartLength;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _sheet.WriteAsync(Encoding.UTF8.GetBytes(_text.ToString()), cancellationToken);
        _text.Clear();
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        _text.Append("</sheetData></worksheet>");
        await FlushAsync(cancellationToken);
        await CloseSheetAsync();

        // Writes the archive's directory.
        await _archive.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseSheetAsync();
        await _archive.DisposeAsync();
    }

    private async ValueTask CloseSheetAsync()
    {
        if (!_isSheetClosed)
        {
            _isSheetClosed = true;
            await _sheet.DisposeAsync();
        }
    }

    private void BeginCell()
    {
        if (!_isRowBegun)
        {
            _text.Append("<row>");
            _isRowBegun = true;
        }
    }

    // XML has no form for most control characters and for broken surrogates: they are left out.
    private void Escape(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                case '\r':
                    _text.Append("&#13;");
                    break;
                case < 0x20 and not '\t' and not '\n':
                case 0xFFFD or 0xFFFE or 0xFFFF:
                    break;
                default:
                    _text.Append(rune);
                    break;
            }
        }
    }
}
