namespace Ticketing.Load.Booking;

/// <summary>Selects the next two adjacent seats to book. Used by the event loop's thread only.</summary>
internal abstract class SeatSource
{
    public const int SeatsPerBooking = 2;

    /// <summary>Performance and first seat of the next booking.</summary>
    /// <exception cref="InvalidOperationException">The run was prepared for fewer bookings.</exception>
    public abstract (int Performance, int Seat) Next();

    /// <summary>A hold of these seats was granted.</summary>
    public virtual void Taken(int performance, int seat)
    {
    }

    protected static InvalidOperationException SoldOut() => new("All prepared seats are sold: the run exceeded its expected rate.");
}

/// <summary>Distinct seats for each booking, round-robin over <c>atOnce</c> performances; when they are sold out, over the next.</summary>
internal sealed class DistinctSeats(int performances, int seatsEach, int atOnce) : SeatSource
{
    private readonly int _bookingsEach = seatsEach / SeatsPerBooking;
    private long _next;

    public override (int Performance, int Seat) Next()
    {
        var bookingsInGroup = (long)atOnce * _bookingsEach;
        var (group, within) = (_next / bookingsInGroup, _next % bookingsInGroup);
        _next++;
        var performance = (group * atOnce) + (within % atOnce);
        return performance < performances ? ((int)performance, (int)(within / atOnce) * SeatsPerBooking) : throw SoldOut();
    }
}

/// <summary>
/// Contended seats: random neighbours among the last <see cref="Open"/> free seats of each of four performances. Most attempts
/// conflict. At <see cref="SoldPercent"/> sold the next stretch opens; otherwise the seats would be sold out within
/// milliseconds.
/// </summary>
internal sealed class HotSeats(int performances, int seatsEach) : SeatSource
{
    public const int Open = 500;
    public const int SoldPercent = 60;

    private const int AtOnce = 4;

    private readonly Stretch[] _stretches = [.. Enumerable.Range(0, AtOnce).Select(number => new Stretch { Performance = number })];
    private int _unused = AtOnce;
    private ulong _random = 0x9E3779B97F4A7C15;

    public override (int Performance, int Seat) Next()
    {
        // Xorshift64*, Vigna 2016.
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        var drawn = (uint)((_random * 0x2545F4914F6CDD1D) >> 32);
        var stretch = _stretches[drawn % AtOnce];
        return (stretch.Performance, stretch.First + (int)(drawn / AtOnce % (Open - 1)));
    }

    public override void Taken(int performance, int seat)
    {
        var stretch = Array.Find(_stretches, stretch => stretch.Performance == performance && seat >= stretch.First);
        if (stretch is null || ++stretch.Bookings * SeatsPerBooking * 100 < Open * SoldPercent)
        {
            // A late response of a closed stretch, or below the limit.
            return;
        }

        (stretch.First, stretch.Bookings) = (stretch.First + Open, 0);
        if (stretch.First + Open > seatsEach)
        {
            (stretch.First, stretch.Performance) = (0, _unused < performances ? _unused++ : throw SoldOut());
        }
    }

    private sealed class Stretch
    {
        public int Performance { get; set; }

        public int First { get; set; }

        public int Bookings { get; set; }
    }
}
