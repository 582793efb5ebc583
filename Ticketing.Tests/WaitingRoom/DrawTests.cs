using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Tests.WaitingRoom;

public sealed class DrawTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void Places_OfAllLots_AreAPermutation(int lots)
    {
        var draw = new Draw(SeedOf("once"), lots);

        Assert.Equal(Enumerable.Range(0, lots).Select(lot => (long)lot), Enumerable.Range(0, lots).Select(lot => draw.PlaceOf(lot)).Order());
    }

    // Computed by an independent implementation of docs/waiting-room.md.
    [Theory]
    [InlineData(10, "2,7,8,6,5,1,0,9,4,3")]
    public void Places_OfAKnownSeed_MatchTheReference(int lots, string places)
    {
        var draw = new Draw(SeedOf("known"), lots);

        Assert.Equal(places, string.Join(',', Enumerable.Range(0, lots).Select(lot => draw.PlaceOf(lot))));
    }

    [Fact]
    public void Places_OverManyDraws_AreUniform()
    {
        // Places of the first, a middle and the last lot in 20 classes: chi-squared with 19 degrees of freedom exceeds 43.8
        // once in a thousand uniform draws. The seeds are fixed: the test is deterministic.
        const int Lots = 1_000;
        const int Draws = 4_000;
        const int Classes = 20;
        foreach (var lot in new[] { 0, 499, 999 })
        {
            var counts = new int[Classes];
            for (var i = 0; i < Draws; i++)
            {
                counts[new Draw(SeedOf($"fair {i}"), Lots).PlaceOf(lot) * Classes / Lots]++;
            }

            Assert.InRange(ChiSquared(counts, (double)Draws / Classes), 0, 43.8);
        }
    }

    [Fact]
    public void Order_OfTwoNeighbours_IsUniform()
    {
        // The later of two neighbours comes first in half of 2,000 draws: one degree of freedom, exceeded once in a thousand.
        const int Draws = 2_000;
        var before = Enumerable.Range(0, Draws).Count(i => new Draw(SeedOf($"toss {i}"), 777) is var draw && draw.PlaceOf(41) < draw.PlaceOf(40));

        Assert.InRange(ChiSquared([before, Draws - before], Draws / 2.0), 0, 10.83);
    }

    [Fact]
    public void Place_OfALotThatDoesNotExist_Throws()
    {
        var draw = new Draw(SeedOf("bounds"), 5);

        Assert.Throws<ArgumentOutOfRangeException>(() => draw.PlaceOf(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => draw.PlaceOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Draw(new byte[16], 5));
    }

    [Fact]
    public void Numbers_AfterTheDraw_KeepTheirOrder()
    {
        var draw = new Draw(SeedOf("behind"), 100);

        // Two late joins of the pre-queue, then joins after the draw.
        Assert.Equal([100, 101, 102, 103], new[] { -1L, -2, 102, 103 }.Select(number => new QueueNumber(number).PlaceAfter(draw)));
        Assert.Equal(draw.PlaceOf(7), new QueueNumber(7).PlaceAfter(draw));
        Assert.Equal(7, new QueueNumber(7).LotAfter(draw));
        Assert.Equal(101, new QueueNumber(-2).LotAfter(draw));
    }

    private static byte[] SeedOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static double ChiSquared(IEnumerable<int> counts, double expected) => counts.Sum(count => (count - expected) * (count - expected) / expected);
}
