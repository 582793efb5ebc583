using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Api;

/// <summary>Reads which reduced prices a request names for which seats.</summary>
internal static class ChosenSeats
{
    /// <summary>
    /// The choices by seat. A hold that the caller cannot see has none: placing its order is refused for it. Null: a label is of no seat of the
    /// hold, or a name is missing.
    /// </summary>
    /// <param name="named">Names by labels.</param>
    public static async Task<ChosenReductions?> FindAsync(
        CheckoutReader checkout, HoldId hold, HoldOwner owner, Caller caller, IReadOnlyDictionary<string, string> named, CancellationToken cancellationToken)
    {
        if (named.Count == 0 || await checkout.ReadAsync(hold, owner, caller.User, null, cancellationToken) is not { } view)
        {
            return ChosenReductions.None;
        }

        var seats = view.Items.ToDictionary(item => item.Label, item => item.Seat, StringComparer.Ordinal);
        return named.All(each => seats.ContainsKey(each.Key) && !string.IsNullOrWhiteSpace(each.Value))
            ? ChosenReductions.Of(named.Select(each => KeyValuePair.Create(seats[each.Key], each.Value.Trim())))
            : null;
    }
}
