using System.Globalization;
using System.Text;

namespace Ticketing.Core.Common;

/// <summary>
/// Writes CSV by RFC 4180: commas, CRLF, quotes where needed. Texts that a spreadsheet would run as a formula get an apostrophe in front.
/// </summary>
/// <param name="separator">Between cells; spreadsheets in German expect a semicolon.</param>
public sealed class CsvText(char separator = ',')
{
    public const string ContentType = "text/csv; charset=utf-8";

    private readonly StringBuilder _text = new();
    private bool _isRowBegun;

    /// <summary>The number of characters that <see cref="TakeBytes"/> would take.</summary>
    public int Length => _text.Length;

    /// <summary>
    /// A text with an apostrophe in front if a spreadsheet would run it as a formula (https://owasp.org/www-community/attacks/CSV_Injection).
    /// The one rule for every file that people open in a spreadsheet.
    /// </summary>
    public static string Neutral(string? value) =>
        value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + value : value ?? "";

    /// <summary>Adds a text; null is an empty cell.</summary>
    public CsvText Text(string? value) => Cell(Neutral(value));

    /// <summary>Adds a number, which is no formula though it may begin with a minus sign.</summary>
    public CsvText Number(long value) => Cell(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a number in the currency's major unit, such as <c>12.50</c>.</summary>
    /// <param name="culture">Its decimal separator.</param>
    public CsvText Amount(Money value, CultureInfo culture) => Cell(value.ToDecimal().ToString(
        "F" + Money.Decimals(value.Currency).ToString(CultureInfo.InvariantCulture), culture));

    /// <summary>Adds a time by RFC 3339, with its offset.</summary>
    public CsvText Time(DateTimeOffset value) => Cell(value.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    public CsvText EndRow()
    {
        _text.Append("\r\n");
        _isRowBegun = false;
        return this;
    }

    /// <summary>The text in UTF-8, without a byte order mark.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>Removes the text and returns it in UTF-8, so that long files are written in parts.</summary>
    public byte[] TakeBytes()
    {
        var bytes = ToBytes();
        _text.Clear();
        return bytes;
    }

    public override string ToString() => _text.ToString();

    private CsvText Cell(string value)
    {
        if (_isRowBegun)
        {
            _text.Append(separator);
        }

        _isRowBegun = true;
        ReadOnlySpan<char> special = ['"', '\r', '\n', separator];
        if (value.AsSpan().IndexOfAny(special) >= 0)
        {
            _text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _text.Append(value);
        }

        return this;
    }
}
