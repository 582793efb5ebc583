using Ticketing.Core.Common;

namespace Ticketing.Core.CheckIn;

/// <summary>What a device has got of a performance.</summary>
/// <param name="Seq">The last change.</param>
public sealed record PackMark(string Epoch, long Seq);

/// <summary>Something that a device sent as a scan and that cannot be one.</summary>
/// <param name="Raw">As it came.</param>
/// <param name="Reason">The field that is wrong.</param>
public sealed record UnreadScan(Guid? Nonce, string Raw, string Reason);

/// <summary>Takes a device's scans and tells it what has changed. The two halves do not depend on each other.</summary>
/// <param name="Scans">At most <see cref="ScansMax"/>.</param>
/// <param name="Since">What the device has, by performance.</param>
/// <param name="Health">What it says about itself, as JSON; null: nothing.</param>
/// <param name="Said">Ids of commands that it has carried out or shown.</param>
public sealed record SyncDevice(
    KnownDevice Device, IReadOnlyList<SentScan> Scans, IReadOnlyList<UnreadScan> Odd, IReadOnlyDictionary<PerformanceId, PackMark> Since,
    string? Health, IReadOnlyList<Guid> Said)
{
    public const int ScansMax = 500;
}

/// <summary>What a device is told of a sync.</summary>
/// <param name="IsStored">False: the scans could not be stored; the device keeps them.</param>
/// <param name="Taken">Nonces of scans that the server has, since this or an earlier request.</param>
/// <param name="Changes">Of the performances that the device asked about and was made for.</param>
public sealed record SyncResult(
    bool IsStored, IReadOnlyList<Guid> Taken, IReadOnlyList<UnreadScan> Odd, IReadOnlyList<ScanVerdict> Verdicts,
    IReadOnlyDictionary<PerformanceId, PackChanges> Changes, IReadOnlyDictionary<PerformanceId, DoorOccupancy> Occupancy,
    IReadOnlyList<DeviceCommand> Commands);

/// <summary>The judgement of a scan.</summary>
/// <param name="Other">Of a duplicate: the entry that counts.</param>
public sealed record ScanVerdict(Guid Nonce, Verdict Judged, IReadOnlyList<string> Flags, OtherScan? Other);

/// <summary>Another entry of a ticket.</summary>
public sealed record OtherScan(string? Gate, string? Device, DateTimeOffset At);

/// <summary>Tickets that have changed since the device's last sync.</summary>
/// <param name="NeedsPack">What the device has cannot be continued: it fetches the pack anew.</param>
/// <param name="To">The last change of these.</param>
/// <param name="HasMore">There are more: the device asks again at once.</param>
/// <param name="Rows">See <see cref="PackedTicket"/>.</param>
/// <param name="SealedNotes">Of devices without search.</param>
/// <param name="Search">Of devices with search: nonce, cipher text and tag.</param>
public sealed record PackChanges(
    string Epoch, bool NeedsPack, long To, bool HasMore, byte[] Rows, byte[]? SealedNotes, byte[]? Search);

/// <summary>People at a performance.</summary>
/// <param name="Today">Entered on the venue's day.</param>
/// <param name="Gates">By gate: who came by it and is inside, and who entered.</param>
public sealed record DoorOccupancy(
    int Inside, int Entered, int Left, int Today, int? Capacity, IReadOnlyDictionary<GateId, (int Inside, int Entered)> Gates)
{
    public static DoorOccupancy Empty { get; } = new(0, 0, 0, 0, null, new Dictionary<GateId, (int Inside, int Entered)>());
}
