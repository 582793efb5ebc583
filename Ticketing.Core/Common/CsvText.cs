using System.Globalization;
using System.Text;

namespace Ticketing.Core.Common;

/// <summary>
/// Writes CSV by RFC 4180: commas, CRLF, quotes where needed. Texts that a spreadsheet would run as a formula get an apostrophe in front
/// (https://owasp.org/www-community/attacks/CSV_Injection).
/// </summary>
public sealed class CsvText
{
    public const string ContentType = "text/csv; charset=utf-8";

    private readonly StringBuilder _text = new();
    private bool _isRowBegun;

    /// <summary>Adds a text; null is an empty cell.</summary>
    public CsvText Text(string? value)
    {
        value ??= "";
        return Cell(value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + value : value);
    }

    /// <summary>Adds a number, which is no formula though it may begin with a minus sign.</summary>
    public CsvText Number(long value) => Cell(value.ToString(CultureInfo.InvariantCulture));

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

    public override string ToString() => _text.ToString();

    private CsvText Cell(string value)
    {
        if (_isRowBegun)
        {
            _text.Append(',');
        }

        _isRowBegun = true;
        if (value.AsSpan().IndexOfAny(",\"\r\n") >= 0)
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
