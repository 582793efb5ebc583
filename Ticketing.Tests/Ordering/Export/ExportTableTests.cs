using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Ticketing.Infrastructure.Ordering.Export;

namespace Ticketing.Tests.Ordering.Export;

/// <summary>The formats of exports: what a spreadsheet reads, and what it must not run.</summary>
public sealed class ExportTableTests
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 1", "'+49 30 1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("Ada", "Ada")]
    [InlineData("a=b", "a=b")]
    public async Task Text_ThatASpreadsheetWouldRun_GetsAnApostrophe(string value, string expected)
    {
        Assert.Equal(expected, (await CsvAsync(table => table.Text(value))).Trim('\uFEFF', '\r', '\n'));
        Assert.Equal(expected, Assert.Single(await SheetAsync(table => table.Text(value))).Value);
    }

    [Fact]
    public async Task Csv_WithSemicolon_QuotesItAndHasAByteOrderMark()
    {
        using var target = new MemoryStream();
        await using var table = new CsvTable(target, ';', CultureInfo.GetCultureInfo("de-DE"));
        table.Text("a;b");
        table.Text("c,d \"e\"");
        table.Amount(123_456, "EUR");
        table.Amount(-1200, "JPY");
        table.Number(-7);
        table.EndRow();
        await table.EndAsync(Stop);

        Assert.Equal((byte[])[0xEF, 0xBB, 0xBF], target.ToArray()[..3]);
        Assert.Equal("\uFEFF\"a;b\";\"c,d \"\"e\"\"\";1234,56;-1200;-7\r\n", Encoding.UTF8.GetString(target.ToArray()));
    }

    [Fact]
    public async Task Sheet_WithSpecialCharacters_IsWellFormed()
    {
        var cells = await SheetAsync(table =>
        {
            table.Text("<a> & \"b\" \u0001\uFFFE🎭\nline");
            table.Text(null);
            table.Number(42);
            table.Amount(12_345, "KWD");
        });

        Assert.Equal(["<a> & \"b\" 🎭\nline", "", "42", "12.345"], cells.Select(cell => cell.Value));
        Assert.Null(cells[2].Attribute("t"));
    }

    [Fact]
    public async Task Sheet_OfManyRows_IsWrittenInParts()
    {
        using var target = new CountingStream();
        await using var table = new XlsxTable(target);
        for (var i = 0; i < 50_000; i++)
        {
            table.Text($"row {i}");
            if (table.EndRow())
            {
                await table.FlushAsync(Stop);
            }
        }

        var before = target.Written;
        await table.EndAsync(Stop);

        Assert.True(before > 100_000, $"{before} bytes were written before the end");
        Assert.False(target.WasSynchronous);
    }

    private static async Task<string> CsvAsync(Action<ExportTable> write)
    {
        using var target = new MemoryStream();
        await using var table = new CsvTable(target, ',', CultureInfo.InvariantCulture);
        write(table);
        table.EndRow();
        await table.EndAsync(Stop);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static async Task<List<XElement>> SheetAsync(Action<ExportTable> write)
    {
        using var target = new MemoryStream();
        await using (var table = new XlsxTable(target))
        {
            write(table);
            table.EndRow();
            await table.EndAsync(Stop);
        }

        target.Position = 0;
        await using var archive = new ZipArchive(target);
        foreach (var part in archive.Entries)
        {
            await using var content = await part.OpenAsync(Stop);
            await XDocument.LoadAsync(content, LoadOptions.None, Stop);
        }

        await using var sheet = await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Stop);
        return [.. (await XDocument.LoadAsync(sheet, LoadOptions.PreserveWhitespace, Stop)).Descendants(Main + "c")];
    }

    // Kestrel refuses synchronous writes.
    private sealed class CountingStream : Stream
    {
        public long Written { get; private set; }

        public bool WasSynchronous { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => WasSynchronous = true;

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => WasSynchronous = true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
