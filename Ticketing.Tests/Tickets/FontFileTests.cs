using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Tests.Tickets;

/// <summary>HarfBuzz reads a font by its address: the memory must stay where it is, and the font's own.</summary>
public sealed class FontFileTests
{
    private const int Arrays = 64;

    [Theory]
    [InlineData("InstrumentSans-Regular")]
    [InlineData("NotoSans-Regular")]
    public void Glyphs_AfterGarbageCollections_AreTheSame(string name)
    {
        using var font = FontFile.Load(name);
        var length = font.Table("glyf").Length;
        uint[] Glyphs() => [.. "Hamburgefonstiv 0123456789".EnumerateRunes().Select(rune => font.Shaping.TryGetNominalGlyph((uint)rune.Value, out var glyph) ? glyph : 0)];
        var before = Glyphs();
        Assert.DoesNotContain(0u, before);

        for (var i = 0; i < Arrays; i++)
        {
            // Arrays of the font's size take the place of what was freed.
            Array.Fill(GC.AllocateUninitializedArray<byte>(length + (i * 1024)), (byte)0xFF);
            if (i % 16 == 0)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }

        Assert.Equal(before, Glyphs());
    }
}
