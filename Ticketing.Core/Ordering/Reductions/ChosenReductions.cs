using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Ordering.Reductions;

/// <summary>
/// Stores the reductions that a buyer has chosen for the seats of an active hold, so that basket and checkout show them and its order has them.
/// Refused with what <see cref="SeatPricing.Refuse"/> finds, <see cref="PlaceOrderRefusal.HoldNotFound"/> and
/// <see cref="PlaceOrderRefusal.HoldExpired"/>, also once the hold is ordered: then <see cref="PlaceOrder"/> changes them.
/// </summary>
public sealed record ChooseReductions(HoldId Hold, HoldOwner Owner, ChosenReductions Chosen);

/// <summary>The reductions chosen for seats, by name. Seats without one have none.</summary>
public sealed class ChosenReductions
{
    /// <summary>The maximum length of a reduction's name.</summary>
    public const int NameLengthMax = 60;

    private readonly ImmutableSortedDictionary<int, string> _names;

    private ChosenReductions(ImmutableSortedDictionary<int, string> names) => _names = names;

    public static ChosenReductions None { get; } = new(ImmutableSortedDictionary<int, string>.Empty);

    public bool IsEmpty => _names.IsEmpty;

    /// <summary>The name chosen for a seat; null: none.</summary>
    public string? this[SeatIndex seat] => _names.GetValueOrDefault(seat.Value);

    public static ChosenReductions Of(IEnumerable<KeyValuePair<SeatIndex, string>> names) =>
        new(names.Where(each => each.Value.Length > 0).DistinctBy(each => each.Key)
            .ToImmutableSortedDictionary(each => each.Key.Value, each => each.Value));

    /// <summary>Those of some seats; choices for other seats are left out.</summary>
    public ChosenReductions For(IEnumerable<SeatIndex> seats)
    {
        var kept = seats.Select(seat => seat.Value).ToHashSet();
        return new ChosenReductions(_names.Where(each => kept.Contains(each.Key)).ToImmutableSortedDictionary());
    }

    /// <summary>The same with another choice for a seat.</summary>
    /// <param name="name">Null or empty: none.</param>
    public ChosenReductions With(SeatIndex seat, string? name) =>
        new(string.IsNullOrEmpty(name) ? _names.Remove(seat.Value) : _names.SetItem(seat.Value, name));

    /// <summary>As JSON, names by seat indexes; null: none.</summary>
    public string? Write() => IsEmpty
        ? null
        : JsonSerializer.Serialize(_names.ToDictionary(each => each.Key.ToString(CultureInfo.InvariantCulture), each => each.Value));

    /// <param name="json">From <see cref="Write"/>.</param>
    public static ChosenReductions Read(string? json) => json is null
        ? None
        : Of(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.Select(each => KeyValuePair.Create(
            new SeatIndex(int.Parse(each.Key, CultureInfo.InvariantCulture)), each.Value)));

    public bool IsSameAs(ChosenReductions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _names.SequenceEqual(other._names);
    }
}
