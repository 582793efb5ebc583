using Ticketing.Infrastructure.Tickets.Pdf;

namespace Ticketing.Infrastructure.Tickets;

/// <summary>The picture at the head of a printed ticket: every event has its own colours and shapes, the same each time.</summary>
internal static class TicketBand
{
    /// <summary>Draws the band along the top of the page and answers its colour for marks further down.</summary>
    public static Rgb Draw(PdfCanvas page, int seed, double width, double height)
    {
        var random = new Sequence(unchecked((uint)seed));
        var hue = random.Next() * 360;
        var second = hue + 25 + (random.Next() * 40);
        // Dark enough for white text everywhere: 4.5 to 1 at a lightness of 0.35 and less, shapes included.
        page.Gradient(0, 0, width, height, Rgb.FromHsl(hue, 0.62, 0.20), Rgb.FromHsl(second, 0.66, 0.34));
        page.Clip(0, 0, width, height, () =>
        {
            for (var i = 0; i < 9; i++)
            {
                var radius = 24 + (random.Next() * 130);
                var x = width * (0.35 + (random.Next() * 0.75));
                var y = height * ((random.Next() * 1.3) - 0.15);
                page.Circle(x, y, radius, Rgb.FromHsl(second + (random.Next() * 80), 0.70, 0.55), 10 + (int)(random.Next() * 12));
            }

            for (var i = 0; i < 40; i++)
            {
                page.Circle(random.Next() * width, random.Next() * height, 0.8 + (random.Next() * 1.6), Rgb.White, 35);
            }
        });
        return Rgb.FromHsl(hue, 0.62, 0.42);
    }

    // A small generator of our own (xorshift32): the same seed draws the same picture in every version of .NET.
    private sealed class Sequence(uint seed)
    {
        private uint state = (seed * 2_654_435_761u) | 1;

        public double Next()
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return state / (double)uint.MaxValue;
        }
    }
}
