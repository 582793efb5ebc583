using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Tickets;

namespace Ticketing.Infrastructure.CheckIn.Doors;

/// <summary>A gate at a performance.</summary>
internal sealed record DoorGate(
    GateId Id, string Name, IReadOnlyList<string> Sections, EntryPolicy Policy, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, int? Capacity,
    IReadOnlyList<string> Tiers);

/// <summary>A performance with the date's times.</summary>
internal sealed record DoorDate(
    PerformanceId Id, string Title, string Venue, string City, DateTimeOffset StartsAt, DateTimeOffset DoorsAt, DateTimeOffset EndsAt, string TimeZone);

/// <summary>Another performance of the organization about that time.</summary>
internal sealed record NeighbourDate(PerformanceId Id, string Title, DateTimeOffset StartsAt);

/// <summary>What scans of a performance are judged by.</summary>
internal sealed record DoorRules(DoorDate Date, int? Capacity, IReadOnlyList<DoorGate> Gates)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(Date.TimeZone);

    public DoorGate? Find(GateId? id) => Gates.FirstOrDefault(gate => gate.Id == id);

    /// <summary>A gate that is not used any more admits each ticket once.</summary>
    public EntryPolicy PolicyOf(GateId? gate) => Find(gate)?.Policy ?? EntryPolicy.Once;

    /// <summary>The venue's day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    /// <summary>The first instant of the venue's day of <paramref name="at"/>.</summary>
    public DateTimeOffset DayStartOf(DateTimeOffset at)
    {
        var midnight = TimeZoneInfo.ConvertTime(at, _zone).Date;
        while (_zone.IsInvalidTime(midnight))
        {
            // Clocks were put forward at midnight.
            midnight = midnight.AddMinutes(15);
        }

        return new DateTimeOffset(midnight, _zone.IsAmbiguousTime(midnight) ? _zone.GetAmbiguousTimeOffsets(midnight).Max() : _zone.GetUtcOffset(midnight));
    }
}

/// <summary>A pack without its tickets. Its epoch changes with everything in it that a delta does not carry.</summary>
/// <param name="Tiers">Names; tickets have their numbers.</param>
internal sealed record DoorHead(
    OrganizationId Organization, string Epoch, DoorRules Rules, IReadOnlyList<NeighbourDate> Others, IReadOnlyList<TicketPublicKey> Keys,
    IReadOnlyList<string> Tiers, CompiledPlan Plan)
{
    private readonly Dictionary<string, int> _tiers = Tiers.Index().ToDictionary(tier => tier.Item, tier => tier.Index, StringComparer.Ordinal);
    private readonly Dictionary<GateId, int> _gates = Rules.Gates.Index().ToDictionary(gate => gate.Item.Id, gate => gate.Index);

    /// <summary>The number of a tier; <see cref="PackedTicket.TiersMax"/> for one that is not known yet.</summary>
    public int TierOf(string name) => _tiers.GetValueOrDefault(name, PackedTicket.TiersMax);

    public int? GateOf(GateId? id) => id is { } gate && _gates.TryGetValue(gate, out var number) ? number : null;

    /// <summary>The numbers of sections by their names, of all their parts. What is not in the plan is -1: nothing is admitted by it.</summary>
    public int[] SectionsOf(IEnumerable<string> names) =>
        [.. names.SelectMany(name => Plan.FindSection(name).Select(part => Plan.Sections.IndexOf(part)).DefaultIfEmpty(-1))];

    public int[] TiersOf(IEnumerable<string> names) => [.. names.Select(name => _tiers.GetValueOrDefault(name, -1))];
}
