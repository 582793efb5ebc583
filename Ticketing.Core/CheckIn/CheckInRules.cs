using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>A scanned code.</summary>
/// <param name="Genuine">Null: there is no key for its signature.</param>
public sealed record ScannedCode(bool? Genuine, string Performance, string Ref);

/// <summary>The pack that a device decides by.</summary>
public sealed record PackFacts(string Performance, int Format, int MinVersion);

/// <summary>The gate where a code is scanned. Empty sections and tiers: all.</summary>
/// <param name="Policy">A word of <see cref="EntryPolicy"/>; others let nobody in.</param>
/// <param name="OpensAt">Milliseconds since the epoch; null: always.</param>
/// <param name="ClosesAt">The same; the gate is closed from this moment on.</param>
public sealed record GateFacts(
    string Id, string Policy, long? OpensAt, long? ClosesAt, IReadOnlyList<int> Sections, IReadOnlyList<int> Tiers, int? Capacity);

/// <summary>What a pack says about a ticket.</summary>
/// <param name="State">See <see cref="AdmissionState"/>.</param>
/// <param name="Entry">See <see cref="EntryState"/>.</param>
/// <param name="LastAt">Its last entry or exit, milliseconds since the epoch.</param>
/// <param name="Unlisted">It is not in the pack, but entries of it are known.</param>
public sealed record ScannedTicket(int State, int Entry, int? SeatSection, int? Tier, string? LastGate, long? LastAt, bool Unlisted = false);

/// <summary>People inside now: who came by this gate, and altogether.</summary>
public sealed record GateOccupancy(int Gate, int House);

/// <summary>The day of the venue.</summary>
/// <param name="Start">Milliseconds since the epoch.</param>
public sealed record VenueDay(long Start);

/// <summary>All that a verdict depends on.</summary>
/// <param name="Kind">entry or exit.</param>
/// <param name="Code">Null: not of a ticket's form.</param>
/// <param name="Ticket">Null: not in the pack.</param>
/// <param name="Capacity">Of the house; null: no limit.</param>
public sealed record VerdictInput(
    string Kind, long Now, ScannedCode? Code, PackFacts Pack, GateFacts Gate, ScannedTicket? Ticket, GateOccupancy Occupancy, int? Capacity,
    VenueDay Day, int AppVersion, bool Override);

/// <param name="Why">The reason in one word; of a welcome or goodbye: the verdict that was lifted.</param>
/// <param name="Unlisted">The ticket is not in the pack.</param>
public sealed record VerdictOutput(Verdict Verdict, string? Why = null, bool Unlisted = false);

/// <summary>
/// Decides what a scanned code means at a gate. Devices decide with the same function in <c>js/checkin/verdict.js</c>; both are held together
/// by the vectors of <c>Ticketing.Tests/CheckIn/verdicts.json</c>.
/// </summary>
/// <remarks>
/// The order of the checks is the order in which a reason counts: what is wrong with the code, with the ticket, with the time, with the
/// place, with what happened before, with the room inside. An exit asks only whether the code is genuine, of this performance and inside:
/// nobody is kept in because of a refund or a gate.
/// </remarks>
public static class CheckInRules
{
    /// <summary>The pack format that this version reads and writes.</summary>
    public const int PackFormat = 1;

    private static readonly Func<VerdictInput, VerdictOutput?>[] EntryChecks = [TimeFault, PerformanceFault, GateFault, EntryFault, RoomFault];

    public static VerdictOutput Judge(VerdictInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Code is not { } code)
        {
            return new VerdictOutput(Verdict.NotATicket);
        }

        if (OutdatedBecause(input) is { } outdated)
        {
            return new VerdictOutput(Verdict.UpdateApp, outdated);
        }

        if (code.Genuine != true)
        {
            return new VerdictOutput(code.Genuine == false ? Verdict.NotGenuine : Verdict.Unknown);
        }

        if (input.Kind == "exit")
        {
            return JudgeExit(input);
        }

        if (StateFault(input.Ticket) is { } fault)
        {
            return fault;
        }

        string? lifted = null;
        foreach (var check in EntryChecks)
        {
            if (check(input) is { } found)
            {
                if (!input.Override || !IsLiftable(found.Verdict))
                {
                    return found;
                }

                lifted ??= found.Verdict.ToWord();
            }
        }

        return new VerdictOutput(Verdict.Welcome, lifted, IsUnlisted(input));
    }

    /// <summary>Whether <c>override</c> lifts a verdict. A code or ticket that is not good never becomes good at the gate.</summary>
    public static bool IsLiftable(Verdict verdict) => verdict is Verdict.TooEarly or Verdict.Over or Verdict.WrongGate or Verdict.AlreadyIn
        or Verdict.Full or Verdict.NotInside;

    /// <summary>Why a policy keeps a ticket out that has entered before, in one word; null: it lets it in.</summary>
    /// <param name="lastAt">Its last entry or exit; null: unknown.</param>
    /// <param name="dayStart">The start of the venue's day.</param>
    public static string? PolicyFault(EntryPolicy policy, EntryState entry, long? lastAt, long dayStart) => policy switch
    {
        EntryPolicy.Once => entry switch
        {
            EntryState.Never => null,
            EntryState.Inside => "inside",
            EntryState.Out => "used",
        },
        EntryPolicy.Reentry => entry == EntryState.Inside ? "inside" : null,
        EntryPolicy.Daily => entry != EntryState.Never && (lastAt is null || lastAt >= dayStart) ? "today" : null,
        EntryPolicy.Free => null,
    };

    private static string? OutdatedBecause(VerdictInput input) =>
        input.Pack.Format != PackFormat ? "format"
        : input.AppVersion < input.Pack.MinVersion ? "version"
        : input.Kind is "entry" or "exit" ? null : "kind";

    private static VerdictOutput JudgeExit(VerdictInput input)
    {
        if (PerformanceFault(input) is { } other)
        {
            return other;
        }

        var unlisted = IsUnlisted(input);
        return input.Ticket is { Entry: (int)EntryState.Inside } ? new VerdictOutput(Verdict.Goodbye, null, unlisted)
            : input.Override ? new VerdictOutput(Verdict.Goodbye, Verdict.NotInside.ToWord(), unlisted)
            : new VerdictOutput(Verdict.NotInside);
    }

    private static VerdictOutput? StateFault(ScannedTicket? ticket) => ticket?.State switch
    {
        null or (int)AdmissionState.Valid => null,
        >= (int)AdmissionState.Refunded and <= (int)AdmissionState.Cancelled =>
            new VerdictOutput(Verdict.Void, ((AdmissionState)ticket.State).ToWord()),
        (int)AdmissionState.Blocked => new VerdictOutput(Verdict.Blocked, "staff"),
        (int)AdmissionState.Unknown => new VerdictOutput(Verdict.Blocked, "unknown-state"),
        _ => new VerdictOutput(Verdict.UpdateApp, "state"),
    };

    private static VerdictOutput? TimeFault(VerdictInput input) =>
        input.Now < input.Gate.OpensAt ? new VerdictOutput(Verdict.TooEarly)
        : input.Now >= input.Gate.ClosesAt ? new VerdictOutput(Verdict.Over)
        : null;

    private static VerdictOutput? PerformanceFault(VerdictInput input) =>
        input.Code!.Performance == input.Pack.Performance ? null : new VerdictOutput(Verdict.WrongPerformance);

    // Nothing is known about the place of an unlisted ticket.
    private static VerdictOutput? GateFault(VerdictInput input)
    {
        var (gate, ticket) = (input.Gate, input.Ticket);
        return IsUnlisted(input) ? null
            : gate.Sections.Count > 0 && !(ticket!.SeatSection is { } section && gate.Sections.Contains(section))
                ? new VerdictOutput(Verdict.WrongGate, "section")
            : gate.Tiers.Count > 0 && !(ticket!.Tier is { } tier && gate.Tiers.Contains(tier)) ? new VerdictOutput(Verdict.WrongGate, "tier")
            : null;
    }

    private static VerdictOutput? EntryFault(VerdictInput input) =>
        !EnumWords.TryFromWord<EntryPolicy>(input.Gate.Policy, out var policy) ? new VerdictOutput(Verdict.UpdateApp, "policy")
        : PolicyFault(policy, (EntryState)(input.Ticket?.Entry ?? 0), input.Ticket?.LastAt, input.Day.Start) is { } why
            ? new VerdictOutput(Verdict.AlreadyIn, why)
        : null;

    private static VerdictOutput? RoomFault(VerdictInput input) =>
        input.Occupancy.Gate >= input.Gate.Capacity ? new VerdictOutput(Verdict.Full, "gate")
        : input.Occupancy.House >= input.Capacity ? new VerdictOutput(Verdict.Full, "house")
        : null;

    private static bool IsUnlisted(VerdictInput input) => input.Ticket is null or { Unlisted: true };
}
