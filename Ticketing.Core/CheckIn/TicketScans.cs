using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>A scan of a ticket as it is merged with the ticket's others.</summary>
/// <param name="Nonce">The device's id of it: a repeat has the same.</param>
/// <param name="Received">The order of receipt, over all devices.</param>
/// <param name="At">When it was made, by the device's corrected clock; not later than its receipt.</param>
/// <param name="Said">What the device showed.</param>
/// <param name="IsOverridden">A supervisor let the holder pass against the rules.</param>
/// <param name="Supersedes">Of an undo: the scan that it takes back.</param>
public sealed record TicketScan(
    Guid Nonce, long Received, GateId? Gate, DeviceId Device, ScanKind Kind, DateTimeOffset At, TimeSpan Uncertainty, Verdict Said,
    bool IsOverridden = false, Guid? Supersedes = null)
{
    /// <summary>Whether somebody passed the gate by it.</summary>
    public bool Passed => (Kind == ScanKind.Entry && Said == Verdict.Welcome) || (Kind == ScanKind.Exit && Said == Verdict.Goodbye);
}

/// <summary>What the judgement of a ticket's scans depends on beside them.</summary>
/// <param name="State">Of the ticket now.</param>
/// <param name="RevokedAt">Since when it does not admit; null: it does, or the time is unknown.</param>
/// <param name="EndsAt">The end of the performance: what is revoked later is no concern of the door.</param>
/// <param name="PolicyOf">The policy of a gate.</param>
/// <param name="DayOf">The start of the venue's day of an instant.</param>
public sealed record ScannedTicketFacts(
    AdmissionState State, DateTimeOffset? RevokedAt, DateTimeOffset EndsAt, Func<GateId?, EntryPolicy> PolicyOf,
    Func<DateTimeOffset, DateTimeOffset> DayOf);

/// <summary>A scan with its judgement.</summary>
/// <param name="Counts">It counts as an entry or an exit.</param>
/// <param name="Other">Of a duplicate: the entry that counts.</param>
public sealed record JudgedScan(TicketScan Scan, Verdict Judged, IReadOnlyList<ScanRemark> Flags, bool Counts, TicketScan? Other);

/// <summary>Where the holder of a ticket is.</summary>
/// <param name="EntryGate">The gate of the entry by which the holder is inside; null: outside.</param>
/// <param name="Last">The scan of the last entry or exit.</param>
public sealed record TicketPresence(EntryState State, int Entries, int Exits, TicketScan? First, TicketScan? Last, GateId? EntryGate)
{
    public static TicketPresence None { get; } = new(EntryState.Never, 0, 0, null, null, null);

    public bool IsInside => State == EntryState.Inside;
}

/// <summary>
/// Merges the scans of one ticket. It is a function of the set of scans, whatever the order in which devices delivered them: the first in time
/// counts, later ones are duplicates. Only where two entries are closer than their uncertainties does the order of receipt decide, since time
/// cannot.
/// </summary>
public static class ScanJudge
{
    /// <returns>The scans by time with their judgements, and where the holder is after them.</returns>
    public static (IReadOnlyList<JudgedScan> Scans, TicketPresence Presence) Judge(IEnumerable<TicketScan> scans, ScannedTicketFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var ordered = scans.OrderBy(scan => scan.At).ThenBy(scan => scan.Received).ToList();
        var undone = Undone(ordered);
        var replay = new Replay(facts);
        foreach (var scan in ordered)
        {
            replay.Add(scan, undone.Contains(scan.Nonce));
        }

        return replay.End();
    }

    // An undo that is undone itself takes nothing back: the last one decides.
    private static HashSet<Guid> Undone(List<TicketScan> ordered)
    {
        HashSet<Guid> undone = [];
        foreach (var undo in ordered.Where(scan => scan is { Kind: ScanKind.Undo, Supersedes: not null }).Reverse())
        {
            if (!undone.Contains(undo.Nonce))
            {
                undone.Add(undo.Supersedes!.Value);
            }
        }

        return undone;
    }

    private sealed class Replay(ScannedTicketFacts facts)
    {
        private readonly List<JudgedScan> _judged = [];
        private TicketPresence _presence = TicketPresence.None;

        // The entry that a later one is a duplicate of, and where it is in the list.
        private int _entry = -1;

        public void Add(TicketScan scan, bool isUndone)
        {
            if (isUndone || !scan.Passed)
            {
                _judged.Add(new JudgedScan(scan, scan.Said, [], Counts: false, Other: null));
            }
            else if (scan.Kind == ScanKind.Exit)
            {
                Leave(scan);
            }
            else
            {
                Enter(scan);
            }
        }

        public (IReadOnlyList<JudgedScan> Scans, TicketPresence Presence) End()
        {
            if (_presence.IsInside && _entry >= 0 && facts.RevokedAt is { } revoked && revoked < facts.EndsAt
                && !_judged[_entry].Flags.Contains(ScanRemark.LateRevoked))
            {
                // The holder is inside by a ticket that was revoked since: for the desk to know.
                _judged[_entry] = With(_judged[_entry], ScanRemark.LateRevoked);
            }

            return (_judged, _presence);
        }

        private void Leave(TicketScan scan)
        {
            if (!_presence.IsInside)
            {
                // Nobody saw the entry.
                _judged.Add(new JudgedScan(
                    scan, scan.IsOverridden ? Verdict.Goodbye : Verdict.NotInside, [], Counts: false, Other: null));
                if (_presence.State == EntryState.Never)
                {
                    _presence = _presence with { State = EntryState.Out, Last = scan };
                }

                return;
            }

            _judged.Add(new JudgedScan(scan, Verdict.Goodbye, [], Counts: true, Other: null));
            _presence = _presence with { State = EntryState.Out, Exits = _presence.Exits + 1, Last = scan, EntryGate = null };
        }

        private void Enter(TicketScan scan)
        {
            var policy = facts.PolicyOf(scan.Gate);
            var fault = CheckInRules.PolicyFault(
                policy, _presence.State, _presence.Last?.At.ToUnixTimeMilliseconds(), facts.DayOf(scan.At).ToUnixTimeMilliseconds());
            if (fault is null)
            {
                Admit(scan, counts: true);
            }
            else if (scan.IsOverridden)
            {
                // Somebody decided so. Who is inside is not counted twice.
                Admit(scan, counts: !_presence.IsInside);
            }
            else if (_entry >= 0)
            {
                Repeat(scan);
            }
            else
            {
                Admit(scan, counts: true);
            }
        }

        private void Admit(TicketScan scan, bool counts)
        {
            var revoked = facts.State != AdmissionState.Valid && facts.RevokedAt is { } at && at <= scan.At;
            var judged = !revoked ? Verdict.Welcome : facts.State == AdmissionState.Blocked ? Verdict.Blocked : Verdict.Void;
            _judged.Add(new JudgedScan(scan, judged, revoked ? [ScanRemark.LateRevoked] : [], counts, Other: null));
            _entry = _judged.Count - 1;
            _presence = _presence with
            {
                State = EntryState.Inside,
                Entries = _presence.Entries + 1,
                First = _presence.First ?? scan,
                Last = scan,
                EntryGate = _presence.EntryGate is { } gate && _presence.IsInside ? gate : scan.Gate,
            };
        }

        private void Repeat(TicketScan scan)
        {
            var winner = _judged[_entry];
            var isClose = scan.Device != winner.Scan.Device && scan.At - winner.Scan.At <= scan.Uncertainty + winner.Scan.Uncertainty;
            if (!isClose || !_presence.IsInside || _presence.Last != winner.Scan)
            {
                _judged.Add(new JudgedScan(scan, Verdict.Duplicate, [ScanRemark.Duplicate], Counts: false, winner.Scan));
                return;
            }

            if (scan.Received > winner.Scan.Received)
            {
                _judged[_entry] = With(winner, ScanRemark.Undecidable);
                _judged.Add(new JudgedScan(scan, Verdict.Duplicate, [ScanRemark.Duplicate, ScanRemark.Undecidable], Counts: false, winner.Scan));
                return;
            }

            // The one that was received first takes the place of the one before it.
            _judged[_entry] = winner with
            {
                Judged = Verdict.Duplicate,
                Flags = [ScanRemark.Duplicate, ScanRemark.Undecidable],
                Counts = false,
                Other = scan,
            };
            _judged.Add(winner with { Scan = scan, Flags = [.. winner.Flags, ScanRemark.Undecidable] });
            _entry = _judged.Count - 1;
            _presence = _presence with
            {
                First = _presence.First == winner.Scan ? scan : _presence.First,
                Last = scan,
                EntryGate = scan.Gate,
            };
            foreach (var (number, other) in _judged.Index().Where(judged => judged.Item.Other == winner.Scan).ToList())
            {
                _judged[number] = other with { Other = scan };
            }
        }

        private static JudgedScan With(JudgedScan judged, ScanRemark flag) =>
            judged.Flags.Contains(flag) ? judged : judged with { Flags = [.. judged.Flags, flag] };
    }
}
