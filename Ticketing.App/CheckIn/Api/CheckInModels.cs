using System.Text.Json;
using Ticketing.Infrastructure.CheckIn.Devices;

namespace Ticketing.App.CheckIn.Api;

/// <summary>Body of <c>POST /api/v1/checkin/enrol</c>.</summary>
/// <param name="Token">Of the link that the organizer shows once.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of a P-256 key, Base64.</param>
public sealed record EnrolRequest(string Token, string PublicKey);

/// <summary>A device as it sees itself.</summary>
/// <param name="Now">The server's time; milliseconds since the epoch, like all times here.</param>
public sealed record DeviceAnswer(DeviceItem Device, long Now)
{
    public static DeviceAnswer Of(DeviceDescription description, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(description);
        var device = description.Device;
        return new DeviceAnswer(
            new DeviceItem(
                device.Id.Value, device.Name, description.Organization, device.Capabilities, device.ExpiresAt.ToUnixTimeMilliseconds(),
                description.MinVersion, [.. description.Performances.Select(DeviceDate.Of)]),
            now.ToUnixTimeMilliseconds());
    }
}

/// <param name="Capabilities"><c>scan</c>, <c>search</c>, <c>undo</c>, <c>override</c>, <c>kiosk</c>.</param>
/// <param name="MinVersion">The lowest version of the app that works with this server.</param>
public sealed record DeviceItem(
    Guid Id, string Name, string Organization, IReadOnlyList<string> Capabilities, long ExpiresAt, int MinVersion, IReadOnlyList<DeviceDate> Performances);

/// <summary>A performance of a device.</summary>
public sealed record DeviceDate(
    Guid Id, string Title, string Venue, string City, long StartsAt, long EndsAt, long DoorsAt, string TimeZone, IReadOnlyList<DeviceGate> Gates)
{
    public static DeviceDate Of(DevicePerformance date)
    {
        ArgumentNullException.ThrowIfNull(date);
        return new DeviceDate(
            date.Id.Value, date.Title, date.Venue, date.City, date.StartsAt.ToUnixTimeMilliseconds(), date.EndsAt.ToUnixTimeMilliseconds(),
            date.DoorsAt.ToUnixTimeMilliseconds(), date.TimeZone, [.. date.Gates.Select(gate => new DeviceGate(gate.Id.Value, gate.Name))]);
    }
}

public sealed record DeviceGate(Guid Id, string Name);

/// <summary>The key of the search.</summary>
/// <param name="Key">256 bits, Base64.</param>
/// <param name="Until">When the device asks again.</param>
public sealed record ShiftAnswer(string Key, long Until);

/// <summary>Body of <c>POST /api/v1/checkin/sync</c>, at most 256 KB. What cannot be read of a scan makes that scan odd, and nothing else.</summary>
/// <param name="Version">Of the app.</param>
/// <param name="T0">When it was sent, by the device's clock.</param>
/// <param name="Since">The epoch and the last change that the device has, by performance.</param>
/// <param name="Scans">At most 500.</param>
/// <param name="Health">What the device says about itself.</param>
/// <param name="Said">Ids of commands that it has carried out or shown.</param>
public sealed record SyncRequest(
    int Version, double T0, IReadOnlyDictionary<string, SyncMark>? Since = null, IReadOnlyList<SyncScan>? Scans = null, JsonElement? Health = null,
    IReadOnlyList<string>? Said = null);

public sealed record SyncMark(string Epoch, long Seq);

/// <summary>A scan as devices send it.</summary>
/// <param name="Nonce">UUIDv7; a repeat has the same.</param>
/// <param name="Seq">The device's counter.</param>
/// <param name="Ticket">The ticket's ref: 16 hexadecimal digits; null: what was read was no ticket.</param>
/// <param name="Kind"><c>entry</c>, <c>exit</c>, <c>undo</c> or <c>denied</c>.</param>
/// <param name="At">By the device's corrected clock.</param>
/// <param name="Clock">By its own clock.</param>
/// <param name="Uncertainty">Of <paramref name="At"/>; milliseconds.</param>
/// <param name="Said">The verdict that was shown.</param>
/// <param name="Method"><c>code</c>, <c>manual</c>, <c>scanner</c>, <c>search</c>, <c>kiosk</c> or <c>group</c>.</param>
/// <param name="Supersedes">Of an undo: the scan that it takes back.</param>
/// <param name="Reason">Of an undo or an override.</param>
/// <param name="Unlisted">The ticket's id, where the pack does not have it.</param>
public sealed record SyncScan(
    string Nonce, long Seq, string? Ticket, string Performance, string? Gate, string Kind, double At, double Clock, double Uncertainty, string Said,
    string Method, string? Supersedes = null, string? Reason = null, string? Unlisted = null);

/// <summary>The answer to a sync.</summary>
/// <param name="T1">When the request arrived, by the server's clock.</param>
/// <param name="T2">When this answer was made.</param>
/// <param name="Taken">Scans that the server has now.</param>
/// <param name="Odd">Scans that it cannot read; it keeps them as they came.</param>
/// <param name="Verdicts">Of scans whose judgement differs from what the device showed, or has changed since.</param>
/// <param name="Changes">By performance.</param>
/// <param name="Occupancy">By performance.</param>
/// <param name="Retry">The scans could not be stored: the device sends them again.</param>
public sealed record SyncAnswer(
    long T1, long T2, IReadOnlyList<Guid> Taken, IReadOnlyList<OddItem> Odd, IReadOnlyList<VerdictItem> Verdicts,
    IReadOnlyDictionary<string, ChangesItem> Changes, IReadOnlyDictionary<string, OccupancyItem> Occupancy, IReadOnlyList<CommandItem> Commands,
    bool Retry);

/// <param name="Reason">The field that is wrong.</param>
public sealed record OddItem(Guid? Nonce, string Reason);

/// <param name="Judged">A verdict's word, or <c>duplicate</c>.</param>
/// <param name="Flags"><c>duplicate</c>, <c>late-revoked</c>, <c>over-capacity</c>, <c>clock</c>, <c>undecidable</c>.</param>
/// <param name="Other">Of a duplicate: the entry that counts.</param>
public sealed record VerdictItem(Guid Nonce, string Judged, IReadOnlyList<string> Flags, OtherItem? Other);

public sealed record OtherItem(string? Gate, string? Device, long At);

/// <param name="Pack">True: fetch the pack anew; there is nothing else.</param>
/// <param name="To">The last change of these.</param>
/// <param name="More">Ask again at once.</param>
/// <param name="Rows">18 bytes each, Base64.</param>
/// <param name="Sealed">A length byte and a sealed note each, Base64; null: devices with search.</param>
/// <param name="Search">For devices with search.</param>
public sealed record ChangesItem(string Epoch, bool? Pack, long? To, bool? More, string? Rows, string? Sealed, SearchItem? Search);

/// <param name="Nonce">Base64.</param>
/// <param name="Data">AES-256-GCM of JSON, Base64.</param>
public sealed record SearchItem(string Nonce, string Data);

/// <param name="Today">Entered on the venue's day.</param>
public sealed record OccupancyItem(
    int Inside, int Entered, int Left, int Today, int? Capacity, IReadOnlyDictionary<string, GateOccupancyItem> Gates);

public sealed record GateOccupancyItem(int Inside, int Entered);

/// <param name="Kind"><c>say</c>, <c>wipe</c>, <c>reload</c> or <c>lock</c>.</param>
public sealed record CommandItem(Guid Id, string Kind, string? Text, long At);
