using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Ordering.Export;

/// <summary>
/// A workbook with one sheet (ECMA-376), written as a stream: texts are in their cells, because a table of shared texts would have to be
/// complete before the first row. The first row is a frozen heading.
/// </summary>
/// <remarks>
/// The archive's writer also writes synchronously, which the body of a response refuses: it writes to memory, which each part empties into
/// the target.
/// </remarks>
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

    private readonly Stream _target;
    private readonly PendingBytes _pending = new();
    private readonly ZipArchive _archive;
    private readonly Stream _sheet;
    private readonly StringBuilder _text = new();
    private bool _isRowBegun;
    private bool _isClosed;

    public XlsxTable(Stream target)
    {
        _target = target;
        _archive = new ZipArchive(_pending, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, content) in Parts)
        {
            using var part = _archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            part.Write(Encoding.UTF8.GetBytes(Declaration + content));
        }

        _sheet = _archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        _text.Append(Declaration).Append(CultureInfo.InvariantCulture, $"<worksheet xmlns=\"{Main}\">")
            .Append("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>")
            .Append("<sheetData>");
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

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Compress();
        return _pending.DrainAsync(_target, cancellationToken);
    }

    public override Task EndAsync(CancellationToken cancellationToken)
    {
        _text.Append("</sheetData></worksheet>");
        Compress();
        Close();
        return _pending.DrainAsync(_target, cancellationToken);
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        return _pending.DisposeAsync();
    }

    private void Compress()
    {
        _sheet.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
    }

    // Writes the archive's directory.
    private void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _sheet.Dispose();
            _archive.Dispose();
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

    /// <summary>What the archive has written and the target has not.</summary>
    private sealed class PendingBytes : Stream
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async Task DrainAsync(Stream target, CancellationToken cancellationToken)
        {
            if (_bytes.WrittenCount > 0)
            {
                await target.WriteAsync(_bytes.WrittenMemory, cancellationToken);
                _bytes.ResetWrittenCount();
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => _bytes.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => _bytes.Write(buffer);

        public override void Flush()
        {
            // The target is written to by DrainAsync alone.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
