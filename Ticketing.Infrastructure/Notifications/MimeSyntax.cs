using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>The pieces that <see cref="MimeMessage"/> is read from.</summary>
internal static partial class MimeSyntax
{
    /// <summary>Parts the headers, unfolded, from what follows the empty line.</summary>
    public static (List<(string Name, string Value)> Headers, byte[] Body) Split(ReadOnlySpan<byte> message)
    {
        var end = message.StartsWith("\r\n"u8) ? 0 : message.IndexOf("\r\n\r\n"u8);
        var head = end < 0 ? message : message[..end];
        var body = end < 0 ? [] : message[(end + (end == 0 ? 2 : 4))..].ToArray();
        var headers = new List<(string, string)>();
        foreach (var line in FoldPattern().Replace(Encoding.UTF8.GetString(head), " ").Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
            }
        }

        return (headers, body);
    }

    /// <summary>Where a multipart body's parts are (RFC 2046, 5.1.1).</summary>
    public static List<Range> Parts(ReadOnlySpan<byte> body, string boundary)
    {
        var parts = new List<Range>();
        var delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        int start = -1, at = 0;
        while (at <= body.Length)
        {
            var found = body[at..].IndexOf(delimiter);
            if (found < 0)
            {
                break;
            }

            var line = at + found;
            at = line + delimiter.Length;
            if (line > 0 && body[line - 1] != (byte)'\n')
            {
                continue;
            }

            if (start >= 0)
            {
                parts.Add(start..Math.Max(start, line - 2));
            }

            if (body[at..].StartsWith("--"u8))
            {
                break;
            }

            var next = body[at..].IndexOf("\r\n"u8);
            if (next < 0)
            {
                break;
            }

            start = at + next + 2;
        }

        return parts;
    }

    public static byte[] DecodeBody(ReadOnlySpan<byte> body, string encoding) => encoding.ToUpperInvariant() switch
    {
        "BASE64" => DecodeBase64(body),
        "QUOTED-PRINTABLE" => DecodeQuotedPrintable(body),
        _ => body.ToArray(),
    };

    public static string DecodeText(byte[] bytes, string? charset) => EncodingOf(charset).GetString(bytes);

    /// <summary>Decodes the encoded words in a header (RFC 2047).</summary>
    public static string DecodeWords(string header) =>
        // Whitespace between two encoded words is only there to part them.
        WordPattern().Replace(BetweenWordsPattern().Replace(header, "?==?"), match =>
        {
            var data = match.Groups["data"].Value;
            var bytes = match.Groups["kind"].Value is "B" or "b"
                ? DecodeBase64(Encoding.ASCII.GetBytes(data))
                : DecodeQuotedPrintable(Encoding.ASCII.GetBytes(data.Replace('_', ' ')));
            return EncodingOf(match.Groups["charset"].Value).GetString(bytes);
        });

    private static byte[] DecodeBase64(ReadOnlySpan<byte> body)
    {
        var text = Encoding.ASCII.GetString(body);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : body.ToArray();
    }

    private static byte[] DecodeQuotedPrintable(ReadOnlySpan<byte> body)
    {
        var bytes = new List<byte>(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] != (byte)'=')
            {
                bytes.Add(body[i]);
            }
            else if (body[i..].StartsWith("=\r\n"u8))
            {
                i += 2;
            }
            else if (i + 2 < body.Length && byte.TryParse(body.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add(body[i]);
            }
        }

        return [.. bytes];
    }

    private static Encoding EncodingOf(string? name)
    {
        try
        {
            return string.IsNullOrEmpty(name) ? Encoding.UTF8 : Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1;
        }
    }

    [GeneratedRegex(@"\r\n[ \t]+")]
    private static partial Regex FoldPattern();

    [GeneratedRegex(@"\?=[ \t]+=\?")]
    private static partial Regex BetweenWordsPattern();

    [GeneratedRegex(@"=\?(?<charset>[^?]+)\?(?<kind>[BbQq])\?(?<data>[^?]*)\?=")]
    private static partial Regex WordPattern();
}
