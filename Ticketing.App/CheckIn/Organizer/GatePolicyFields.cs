using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Desk;

namespace Ticketing.App.CheckIn.Organizer;

/// <summary>What was typed about a gate of a performance. Times are the venue's.</summary>
public sealed class GatePolicyFields(GateId gate, string name)
{
    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm";

    public GateId Gate { get; } = gate;

    public string Name { get; } = name;

    public EntryPolicy Policy { get; set; } = EntryPolicy.Once;

    public string OpensAt { get; set; } = "";

    public string ClosesAt { get; set; } = "";

    public string Capacity { get; set; } = "";

    public HashSet<string> Tiers { get; } = [];

    /// <summary>As it is now.</summary>
    public static GatePolicyFields Of(GateFigures gate, string zone)
    {
        ArgumentNullException.ThrowIfNull(gate);
        var fields = new GatePolicyFields(gate.Id, gate.Name)
        {
            Policy = gate.Policy,
            OpensAt = Local(gate.OpensAt, zone),
            ClosesAt = Local(gate.ClosesAt, zone),
            Capacity = gate.Capacity?.ToString(CultureInfo.InvariantCulture) ?? "",
        };
        fields.Tiers.UnionWith(gate.Tiers);
        return fields;
    }

    /// <summary>A whole number from 0, or nothing.</summary>
    public static bool TryReadNumber(string text, out int? number)
    {
        ArgumentNullException.ThrowIfNull(text);
        number = null;
        if (text.Trim().Length == 0)
        {
            return true;
        }

        var isNumber = int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        number = isNumber ? read : null;
        return isNumber;
    }

    public Outcome<(DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int? Capacity), GateRefusal> Read(string zone)
    {
        if (!TryReadTime(OpensAt, zone, out var opens) || !TryReadTime(ClosesAt, zone, out var closes))
        {
            return GateRefusal.TimesInvalid;
        }

        return TryReadNumber(Capacity, out var capacity) ? (opens, closes, capacity) : GateRefusal.CapacityInvalid;
    }

    private static string Local(DateTimeOffset? at, string zone) =>
        at is { } time ? VenueTime.At(time, zone).ToString(LocalFormat, CultureInfo.InvariantCulture) : "";

    private static bool TryReadTime(string text, string zone, out DateTimeOffset? at)
    {
        at = null;
        if (text.Trim().Length == 0)
        {
            return true;
        }

        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var venue = TimeZoneInfo.FindSystemTimeZoneById(zone);
        at = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), venue.GetUtcOffset(local));
        return true;
    }
}
