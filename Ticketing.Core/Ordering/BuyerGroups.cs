namespace Ticketing.Core.Ordering;

/// <summary>Paid orders with the same properties, as the database counts them.</summary>
/// <param name="Locale">The language of the order's mails.</param>
/// <param name="Seats">Seats bought, <see cref="BuyerGroups.SeatsMax"/> or more as that.</param>
/// <param name="IsReturning">The buyer's address had bought of the organization before.</param>
public readonly record struct BuyerCount(string Locale, int Seats, bool IsReturning, long Orders);

/// <summary>A group of orders.</summary>
/// <param name="Key">Null: the groups that are too small to be told apart.</param>
public sealed record BuyerGroup(string? Key, long Orders);

/// <summary>
/// Orders by properties of their buyers. Small groups are merged, so that a group does not identify a buyer. That holds for
/// groups that are shown alone: orders must not be grouped twice, as a whole and as a part of it, for the same readers.
/// </summary>
/// <param name="Orders">All.</param>
/// <param name="Languages">By <see cref="BuyerCount.Locale"/>.</param>
/// <param name="Sizes">By number of seats.</param>
/// <param name="Returning">By <see cref="NewBuyers"/> and <see cref="ReturningBuyers"/>.</param>
public sealed record BuyerGroups(
    long Orders, IReadOnlyList<BuyerGroup> Languages, IReadOnlyList<BuyerGroup> Sizes, IReadOnlyList<BuyerGroup> Returning)
{
    /// <summary>A group of fewer orders is not shown as one.</summary>
    public const int OrdersMin = 10;

    /// <summary>Parties of at least this size are one group; seats.</summary>
    public const int SeatsMax = 5;

    public const string NewBuyers = "new";
    public const string ReturningBuyers = "returning";

    /// <summary>Whether there are enough orders to show any group.</summary>
    public bool AreEnough => Orders >= OrdersMin;

    public static BuyerGroups Of(IReadOnlyList<BuyerCount> counts) => new(
        counts.Sum(count => count.Orders),
        GroupsOf(counts, count => count.Locale),
        GroupsOf(counts, count => count.Seats.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        GroupsOf(counts, count => count.IsReturning ? ReturningBuyers : NewBuyers));

    // One small group beside large ones could be had by subtraction: the smallest large one joins it.
    private static List<BuyerGroup> GroupsOf(IReadOnlyList<BuyerCount> counts, Func<BuyerCount, string> keyOf)
    {
        List<BuyerGroup> groups =
        [
            .. counts.GroupBy(keyOf, count => count.Orders).Select(group => new BuyerGroup(group.Key, group.Sum()))
                .OrderByDescending(group => group.Orders).ThenBy(group => group.Key, StringComparer.Ordinal),
        ];
        var shown = groups.TakeWhile(group => group.Orders >= OrdersMin).ToList();
        while (shown.Count > 0 && shown.Count < groups.Count && groups.Skip(shown.Count).Sum(group => group.Orders) < OrdersMin)
        {
            shown.RemoveAt(shown.Count - 1);
        }

        return shown.Count == groups.Count
            ? shown
            : [.. shown, new BuyerGroup(null, groups.Skip(shown.Count).Sum(group => group.Orders))];
    }
}
