namespace Ticketing.Load.Booking;

/// <summary>Decides which two neighbouring seats a client tries to book next. Used by the event loop's thread only.</summary>
internal abstract class SeatSource
{
    public const int SeatsPerBooking = 2;

    /// <summary>The next booking's performance and the first of its seats.</summary>
    /// <exception cref="InvalidOperationException">The run was prepared for fewer bookings.</exception>
    public abstract (int Performance, int Seat) Next();

    /// <summary>A hold of these seats was granted.</summary>
    public virtual void Taken(int performance, int seat)
    {
    }

    protected static InvalidOperationException SoldOut() => new("All seats of the run are sold: it was faster than it was prepared for.");
}

/// <summary>Nobody's seats are anybody else's. Bookings go around <c>atOnce</c> performances; when those are sold, around the next.</summary>
internal sealed class OwnSeats(int performances, int seatsEach, int atOnce) : SeatSource
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
/// Everybody wants the same: the last <see cref="Open"/> free seats of each of four performances, any two neighbours among
/// them. Most attempts meet a seat that somebody has or is just taking. When <see cref="SoldPercent"/> of them are gone, the next
/// come up: what matters is how few there are at a time, and sold out they would be after some hundredths of a second.
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
            // A late answer about a stretch that has been left, or there is still enough.
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
