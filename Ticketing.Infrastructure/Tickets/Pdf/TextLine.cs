using HarfBuzzSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Ticketing.Infrastructure.Tickets.Pdf;

/// <summary>A glyph at its place in a run; lengths in the font's units.</summary>
/// <param name="Text">The characters that it stands for; empty for further glyphs of the same characters.</param>
/// <param name="At">Where these characters begin in the line's text.</param>
/// <param name="X">Offset from the pen.</param>
/// <param name="Y">Offset from the baseline.</param>
internal readonly record struct PlacedGlyph(int Id, string Text, int At, int Advance, int X, int Y);

/// <summary>Glyphs of one font, from left to right.</summary>
internal sealed record GlyphRun(FontFile Font, IReadOnlyList<PlacedGlyph> Glyphs)
{
    /// <summary>In em.</summary>
    public double Width { get; } = Glyphs.Sum(glyph => (double)glyph.Advance) / Font.UnitsPerEm;
}

/// <summary>A line of text as glyphs: fonts chosen per character, shaped by HarfBuzz, in visual order.</summary>
internal sealed class TextLine
{
    private TextLine(string text, IReadOnlyList<GlyphRun> runs) => (Text, Runs, Width) = (text, runs, runs.Sum(run => run.Width));

    /// <summary>The text as it is printed, in reading order.</summary>
    public string Text { get; }

    public IReadOnlyList<GlyphRun> Runs { get; }

    /// <summary>In em.</summary>
    public double Width { get; }

    /// <param name="text">Any text; <see cref="PrintableText"/> is applied.</param>
    public static TextLine Shape(string text, bool isBold)
    {
        text = PrintableText.Of(text);
        var elements = PrintableText.Elements(text).ToList();
        var levels = TextDirection.LevelsOf(elements);
        var runs = new List<(FontFile Font, int Level, int Start, int End)>();
        var at = 0;
        for (var i = 0; i < elements.Count; i++)
        {
            var end = at + elements[i].Length;
            // A space does not interrupt a run.
            var font = elements[i] == " " && runs.Count > 0 ? runs[^1].Font : DocumentFonts.Find(PrintableText.Visible(elements[i]), isBold);
            if (font is not null)
            {
                if (runs.Count > 0 && runs[^1] is var last && last.Font == font && last.Level == levels[i] && last.End == at)
                {
                    runs[^1] = last with { End = end };
                }
                else
                {
                    runs.Add((font, levels[i], at, end));
                }
            }

            at = end;
        }

        return new TextLine(text, [.. TextDirection.Order([.. runs.Select(run => run.Level)])
            .Select(i => Shape(runs[i].Font, text, runs[i].Start, runs[i].End, runs[i].Level % 2 == 1))]);
    }

    private static GlyphRun Shape(FontFile font, string text, int start, int end, bool isRightToLeft)
    {
        using var buffer = new Buffer();
        buffer.AddUtf16(text, start, end - start);
        buffer.GuessSegmentProperties();
        buffer.Direction = isRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        // Marks keep the characters of their own where they can, for text that is copied.
        buffer.ClusterLevel = ClusterLevel.MonotoneCharacters;
        font.Shaping.Shape(buffer);
        var (infos, positions) = (buffer.GlyphInfos, buffer.GlyphPositions);
        var starts = infos.Select(info => (int)info.Cluster).Distinct().Order().ToList();
        var ends = starts.Zip(starts.Skip(1).Append(end)).ToDictionary();
        // The widest glyph of a character stands for it, the others are its dots and marks.
        var bases = Enumerable.Range(0, infos.Length).GroupBy(i => infos[i].Cluster)
            .Select(cluster => cluster.MaxBy(i => positions[i].XAdvance)).ToHashSet();
        var glyphs = new List<PlacedGlyph>(infos.Length);
        for (var i = 0; i < infos.Length; i++)
        {
            var cluster = (int)infos[i].Cluster;
            var characters = bases.Contains(i) ? text[cluster..ends[cluster]] : "";
            // Glyph 0 is an empty box.
            if (infos[i].Codepoint != 0)
            {
                glyphs.Add(new PlacedGlyph((int)infos[i].Codepoint, characters, cluster, positions[i].XAdvance, positions[i].XOffset, positions[i].YOffset));
            }
        }

        return new GlyphRun(font, glyphs);
    }
}
