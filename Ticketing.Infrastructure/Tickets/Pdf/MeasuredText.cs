namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>
/// A text that is shaped once and then fitted at any size. Lines are measured by sums of the advances in the whole text: shaping every
/// candidate takes quadratic time. A line's own width can differ by the kerning or the joined letter at its ends, a fraction of an em.
/// </summary>
internal sealed class MeasuredText
{
    // By offset: the width in em of all before it, and the end of the user-perceived character there.
    private readonly double[] _before;
    private readonly int[] _ends;

    /// <param name="text">Any text; <see cref="PrintableText"/> is applied.</param>
    public MeasuredText(string text, bool isBold)
    {
        var line = TextLine.Shape(text, isBold);
        Text = line.Text;
        _before = new double[Text.Length + 1];
        foreach (var run in line.Runs)
        {
            foreach (var glyph in run.Glyphs)
            {
                _before[glyph.At + 1] += (double)glyph.Advance / run.Font.UnitsPerEm;
            }
        }

        for (var i = 1; i < _before.Length; i++)
        {
            _before[i] += _before[i - 1];
        }

        _ends = new int[Text.Length];
        var at = 0;
        foreach (var element in PrintableText.Elements(Text))
        {
            Array.Fill(_ends, at + element.Length, at, element.Length);
            at += element.Length;
        }
    }

    /// <summary>The text as it is printed.</summary>
    public string Text { get; }

    /// <summary>Whether the text is no wider than this in one line.</summary>
    /// <param name="size">Points.</param>
    /// <param name="width">Points.</param>
    public bool Fits(double size, double width) => Fits(0, Text.Length, size, width);

    /// <summary>Lines that break at spaces; a word wider than a line is broken at the line's end.</summary>
    /// <param name="size">Points.</param>
    /// <param name="width">Points.</param>
    public List<string> Wrap(double size, double width)
    {
        var lines = new List<string>();
        var (start, end) = (0, 0);
        foreach (var word in Text.AsSpan().Split(' '))
        {
            var (wordStart, wordEnd) = (word.Start.Value, word.End.Value);
            if (wordStart == wordEnd)
            {
                continue;
            }

            if (end > start)
            {
                if (Fits(start, wordEnd, size, width))
                {
                    end = wordEnd;
                    continue;
                }

                lines.Add(Text[start..end]);
            }

            (start, end) = (wordStart, wordEnd);
            while (!Fits(start, end, size, width) && HeadEnd(start, end, size, width) is var head && head < end)
            {
                lines.Add(Text[start..head]);
                start = head;
            }
        }

        if (end > start)
        {
            lines.Add(Text[start..end]);
        }

        return lines;
    }

    /// <summary>The longest beginning that fits, at least one character.</summary>
    /// <param name="size">Points.</param>
    /// <param name="width">Points.</param>
    public string Head(double size, double width) => Text.Length == 0 ? "" : Text[..HeadEnd(0, Text.Length, size, width)];

    // At least one character, so that loops terminate.
    private int HeadEnd(int start, int limit, double size, double width)
    {
        var head = Math.Min(_ends[start], limit);
        while (head < limit && Math.Min(_ends[head], limit) is var longer && Fits(start, longer, size, width))
        {
            head = longer;
        }

        return head;
    }

    private bool Fits(int start, int end, double size, double width) => (_before[end] - _before[start]) * size <= width;
}
