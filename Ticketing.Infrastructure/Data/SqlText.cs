using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// A statement parsed from named to positional parameters, without comments. Parsing once saves Npgsql's rewriting at each execution.
/// </summary>
internal sealed class SqlText
{
    private readonly FrozenDictionary<string, int> _places;

    private SqlText(string positional, List<string> names)
    {
        Positional = positional;
        Names = names;
        _places = names.Select((name, place) => KeyValuePair.Create(name, place)).ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string Positional { get; }

    /// <summary>The parameters' names by position.</summary>
    public IReadOnlyList<string> Names { get; }

    public static SqlText Parse(string sql) => new Reader(sql).Read();

    /// <summary>The position of a parameter, from 0.</summary>
    /// <exception cref="ArgumentException">The statement has no such parameter.</exception>
    public int PlaceOf(string name) =>
        _places.TryGetValue(name, out var place)
            ? place
            : throw new ArgumentException($"The statement has no parameter @{name}.", nameof(name));

    private sealed class Reader(string sql)
    {
        private readonly StringBuilder _text = new(sql.Length);
        private readonly List<string> _names = [];
        private int _at;

        public SqlText Read()
        {
            while (_at < sql.Length)
            {
                switch (sql[_at])
                {
                    case '\'' or '"':
                        CopyQuoted(sql[_at]);
                        break;
                    case '-' when Next == '-':
                        SkipComment();
                        break;
                    case '@' when char.IsAsciiLetter(Next) && (_at == 0 || sql[_at - 1] != '@'):
                        ReadName();
                        break;
                    default:
                        _text.Append(sql[_at++]);
                        break;
                }
            }

            return new SqlText(_text.ToString().Trim(), _names);
        }

        private char Next => _at + 1 < sql.Length ? sql[_at + 1] : '\0';

        // A doubled quote reads as the end of one literal and the begin of another.
        private void CopyQuoted(char quote)
        {
            var end = sql.IndexOf(quote, _at + 1);
            end = end < 0 ? sql.Length : end + 1;
            _text.Append(sql, _at, end - _at);
            _at = end;
        }

        private void SkipComment()
        {
            var end = sql.IndexOf('\n', _at);
            _at = end < 0 ? sql.Length : end;
        }

        private void ReadName()
        {
            var end = _at + 1;
            while (end < sql.Length && (char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_'))
            {
                end++;
            }

            var name = sql[(_at + 1)..end];
            var place = _names.IndexOf(name);
            if (place < 0)
            {
                place = _names.Count;
                _names.Add(name);
            }

            _text.Append('$').Append((place + 1).ToString(CultureInfo.InvariantCulture));
            _at = end;
        }
    }
}
