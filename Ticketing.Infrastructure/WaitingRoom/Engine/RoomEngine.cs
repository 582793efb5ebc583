using System.Collections.Frozen;
using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom.Engine;

/// <summary>Steps one room at this instance and provides its view. Not thread-safe.</summary>
internal sealed class RoomEngine(
    IConnectionMultiplexer redis, RoomMarksStore store, RoomRecovery recovery, string instance, StoredRoom stored, TimeProvider time)
{
    private const int LeaseMilliseconds = 1_500;
    private const int BlockMin = 20_000;
    private const int SecondsAhead = 5;

    private readonly RateGovernor _governor = new();
    private readonly AutoSwitch _auto = new();
    private RoomMarks _marks = stored.Marks;
    private RoomScripts _scripts = new(redis, stored.Performance, stored.Marks.Epoch);
    private RoomState? _state;
    private RevealedDraw? _draw;
    private FrozenSet<long> _returned = FrozenSet<long>.Empty;
    private long _returnedSince;
    private TimeSpan _offset;
    private long _windowsFrom;
    private double _perMinute;
    private bool _isUnavailable = true;

    public StoredRoom Stored { get; private set; } = stored;

    public bool Leads { get; private set; }

    public RoomState? State => _state;

    public long Arrived { get; private set; }

    /// <summary>The load of all instances.</summary>
    public ShopLoad Load { get; private set; }

    /// <summary>The number of free seats; null while unknown.</summary>
    public int? FreeSeats { get; set; }

    public void Refresh(StoredRoom read)
    {
        Stored = read;
        if (read.Marks.Epoch != _marks.Epoch)
        {
            _scripts = new RoomScripts(redis, read.Performance, read.Marks.Epoch);
        }

        if (read.Marks.Epoch > _marks.Epoch || read.Marks.ServingReserved >= _marks.ServingReserved)
        {
            _marks = read.Marks;
        }

        if (_draw is null && _marks is { Lots: { } lots })
        {
            _draw = new RevealedDraw(new Draw(read.Seed, lots), read.Seed);
        }
    }

    /// <summary>Steps the room; recovers it first if Redis has lost its data.</summary>
    public async Task StepAsync(ShopLoad own, CancellationToken cancellationToken)
    {
        Refresh(Stored with { Marks = _marks });
        var reply = await TickAsync(own);
        if (reply == RoomReply.Lost)
        {
            if (await recovery.RunAsync(Stored, _marks, cancellationToken) is { } marks)
            {
                _marks = marks;
                _scripts = new RoomScripts(redis, Stored.Performance, marks.Epoch);
                reply = await TickAsync(own);
            }
        }

        _isUnavailable = reply != RoomReply.Answered;
        Leads &= !_isUnavailable;
        if (Leads)
        {
            await ReserveAsync(cancellationToken);
        }
    }

    public RoomView View()
    {
        var now = time.GetUtcNow() + _offset;
        var phase = _state?.Phase ?? (Stored.Settings.Mode == RoomMode.Auto ? RoomPhase.Off : Stored.Settings.PhaseAt(now));
        var view = new RoomView
        {
            Performance = Stored.Performance,
            Organization = Stored.Organization,
            Settings = Stored.Settings,
            Phase = phase,
            State = _state,
            Draw = _draw,
            Commitment = Draw.CommitmentOf(Stored.Seed),
            MessageVersion = Stored.Settings.Message.Length > 0 ? Stored.MessageVersion : 0,
            IsUnavailable = _isUnavailable,
            ClockOffset = _offset,
            Slowed = _governor.Reason,
            FreeSeats = FreeSeats,
            Arrived = Arrived,
            Leads = Leads,
            Epoch = _marks.Epoch,
            Returned = _returned,
            Document = [],
        };
        return view with
        {
            Document = RoomDocument.Write(phase, _state, Stored.Settings, now, _draw, view.Commitment, view.MessageVersion, _isUnavailable),
        };
    }

    private async Task<RoomReply> TickAsync(ShopLoad own)
    {
        var settings = Stored.Settings;
        var wanted = WantedPhase(settings, time.GetUtcNow() + _offset);

        _perMinute = _perMinute == 0 ? settings.PerMinute : Math.Min(_perMinute, settings.PerMinute);
        var keys = _scripts.Keys;
        var (reply, values) = await _scripts.RunAsync(
            _scripts.Tick, [keys.State, keys.Active, keys.Windows, keys.Window, keys.Pulses, keys.Returned],
            instance, LeaseMilliseconds, wanted.ToWord(), (_perMinute / 60_000).ToString("R", CultureInfo.InvariantCulture),
            settings.Burst, settings.ActiveMax, settings.ClaimSeconds * 1000L,
            _marks.NumbersReserved, _marks.LateReserved, _marks.ServingReserved, _marks.Lots ?? -1, _marks.LateLots ?? 0,
            LoadText.Write(own), _returnedSince, settings.PassSeconds * 1000L);
        if (reply == RoomReply.Answered)
        {
            Read(values[1].ToDictionary(StringComparer.Ordinal));
        }

        return reply;
    }

    private RoomPhase WantedPhase(RoomSettings settings, DateTimeOffset now)
    {
        var isActive = settings.Mode != RoomMode.Auto
            || _auto.Decide(
                _state is { Phase: not (RoomPhase.Off or RoomPhase.Announced) }, Load.Arrivals, _state?.Waiting ?? 0, settings, now);
        var phase = isActive ? settings.PhaseAt(now) : RoomPhase.Off;
        return phase == RoomPhase.Live && FreeSeats == 0 ? RoomPhase.SoldOut : phase;
    }

    /// <summary>Counts the numbers in gaps above <paramref name="serving"/>.</summary>
    /// <param name="gaps">See <see cref="RoomMarks.Gaps"/>.</param>
    private static long Unassigned(string gaps, long serving)
    {
        var count = 0L;
        foreach (var gap in gaps.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = gap.Split('-');
            var (from, to) = (long.Parse(ends[0], CultureInfo.InvariantCulture), long.Parse(ends[1], CultureInfo.InvariantCulture));
            count += Math.Max(0, to - Math.Max(serving, from));
        }

        return count;
    }

    private void Read(Dictionary<string, RedisResult> values)
    {
        Leads = (int)values["leads"] == 1;
        var nowMilliseconds = (long)values["now"];
        var now = DateTimeOffset.FromUnixTimeMilliseconds(nowMilliseconds);
        _offset = now - time.GetUtcNow();
        var serving = (long)values["serving"];
        _state = new RoomState(
            EnumWords.FromWord<RoomPhase>((string)values["phase"]!),
            _marks.Epoch,
            now,
            serving,
            (long)values["tail"],
            (long)values["late"],
            (int)values["passes"],
            (int)values["unclaimed"],
            _perMinute,
            (long)values["admitted"],
            (long)values["no_shows"],
            (long)values["given_back"],
            Unassigned((string)values["gaps"]!, serving));
        Arrived = (long)values["arrived"];
        _windowsFrom = (long)values["first_window"];
        Load = LoadText.Combine((string[])values["pulses"]!);
        _perMinute = _governor.Step(Load, Stored.Settings, now);

        var returned = (RedisResult[])values["returned"]!;
        if (returned.Length > 0)
        {
            // Overlaps with the previous step; the set removes duplicates.
            _returned = _returned.Concat(returned.Select(place => (long)place)).ToFrozenSet();
        }

        _returnedSince = nowMilliseconds - 1_000;
        if (_returned.Count > 0 && _state.Active == 0 && returned.Length == 0 && _state.Phase is RoomPhase.Closed)
        {
            _returned = FrozenSet<long>.Empty;
        }
    }

    /// <summary>Persists the numbers and places that the next seconds may assign, before Redis assigns them.</summary>
    private async Task ReserveAsync(CancellationToken cancellationToken)
    {
        var state = _state!;
        var block = Math.Max(BlockMin, 2 * (_marks.NumbersReserved - _marks.TailSeen));
        block = Math.Min(block, 1_000_000);
        var serving = state.Serving + (long)(state.PerMinute / 60 * SecondsAhead) + Stored.Settings.Burst + 1;
        var drawing = state.Phase == RoomPhase.Drawing && _marks.Lots is null;
        var numbers = _marks.NumbersReserved - state.Tail < block / 2 ? state.Tail + block : _marks.NumbersReserved;
        var late = _marks.LateReserved - state.Late < BlockMin / 2 ? state.Late + BlockMin : _marks.LateReserved;
        var mustServe = state.Phase is RoomPhase.Live or RoomPhase.Draining
            && _marks.ServingReserved - state.Serving < (serving - state.Serving) / 2;
        if (!drawing && !mustServe && numbers == _marks.NumbersReserved && late == _marks.LateReserved && !IsReservationDue(state.Now))
        {
            return;
        }

        var advanced = await store.AdvanceAsync(
            new RoomMarks
            {
                PerformanceId = Stored.Performance,
                Epoch = _marks.Epoch,
                NumbersReserved = numbers,
                LateReserved = late,
                ServingReserved = mustServe ? serving : _marks.ServingReserved,
                WindowsFrom = _windowsFrom,
                TailSeen = state.Tail,
                Lots = drawing ? state.Tail : null,
                LateLots = drawing ? state.Late : null,
            },
            state.Now, cancellationToken);
        _marks = advanced ?? _marks;
        _reservedAt = state.Now;
    }

    private DateTimeOffset _reservedAt;

    private bool IsReservationDue(DateTimeOffset now) => now - _reservedAt >= TimeSpan.FromSeconds(1);
}

/// <summary>An instance's load as text in Redis: <c>holds,failed,checkout,backlog,arrivals</c>.</summary>
internal static class LoadText
{
    public static string Write(ShopLoad load) => string.Create(
        CultureInfo.InvariantCulture, $"{load.Holds},{load.FailedHolds},{load.CheckoutMilliseconds:0},{load.Backlog},{load.Arrivals}");

    /// <summary>Sums holds and arrivals over all instances; takes the maximum of latency and backlog.</summary>
    public static ShopLoad Combine(IEnumerable<string> loads)
    {
        var total = default(ShopLoad);
        foreach (var parts in loads.Select(load => load.Split(',')))
        {
            total = new ShopLoad(
                total.Holds + long.Parse(parts[0], CultureInfo.InvariantCulture),
                total.FailedHolds + long.Parse(parts[1], CultureInfo.InvariantCulture),
                Math.Max(total.CheckoutMilliseconds, double.Parse(parts[2], CultureInfo.InvariantCulture)),
                Math.Max(total.Backlog, int.Parse(parts[3], CultureInfo.InvariantCulture)),
                total.Arrivals + long.Parse(parts[4], CultureInfo.InvariantCulture));
        }

        return total;
    }
}
