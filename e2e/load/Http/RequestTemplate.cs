using System.Text;

namespace Ticketing.Load.Http;

/// <summary>
/// A prebuilt request with slots of fixed width. JSON slots are padded with blanks after the value, so that the body's length
/// is constant.
/// </summary>
internal sealed class RequestTemplate
{
    private readonly byte[] _bytes;
    private readonly Dictionary<string, Slot> _slots = [];

    /// <param name="head">The request line and headers, without <c>Content-Length</c> and final line break; slots as <c>{name:width}</c>.</param>
    /// <param name="body">The body, with slots likewise; null: none.</param>
    public RequestTemplate(string head, string? body)
    {
        var written = body is null ? "" : Cut(body, out _);
        var lines = head.ReplaceLineEndings("\r\n").TrimEnd();
        var length = body is null ? "" : $"\r\nContent-Type: application/json\r\nContent-Length: {written.Length}";
        _bytes = Encoding.ASCII.GetBytes(Cut($"{lines}{length}\r\n\r\n{body}", out _slots));
    }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The position of a slot.</summary>
    public Slot Find(string name) => _slots[name];

    /// <summary>The writable bytes of a slot.</summary>
    public Span<byte> At(Slot slot) => _bytes.AsSpan(slot.At, slot.Width);

    public RequestTemplate Fill(string name, string value)
    {
        var slot = At(_slots[name]);
        slot.Fill((byte)' ');
        Encoding.ASCII.GetBytes(value, slot);
        return this;
    }

    // A slot's brace is followed by a letter, a brace of JSON by a quote.
    private static string Cut(string text, out Dictionary<string, Slot> found)
    {
        found = [];
        var cut = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '{' || i + 1 == text.Length || !char.IsAsciiLetter(text[i + 1]))
            {
                cut.Append(text[i]);
                continue;
            }

            var end = text.IndexOf('}', i);
            var (name, width) = text[(i + 1)..end].Split(':') is [var n, var w] ? (n, int.Parse(w, null)) : throw new FormatException(text[i..]);
            found.Add(name, new Slot(cut.Length, width));
            cut.Append(' ', width);
            i = end;
        }

        return cut.ToString();
    }

    internal readonly record struct Slot(int At, int Width);
}
