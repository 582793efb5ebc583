using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Extras;

/// <summary>
/// The units of extras that are sold. Invariant: <c>sold</c> is the number of live units of orders, and at most the stock. One statement locks
/// the rows by id, checks all of them and changes all or none; the check <c>ck_extras_sold</c> backs it.
/// </summary>
internal static class ExtraStock
{
    private static readonly BatchTable<KeyValuePair<ExtraId, int>> Wanted = new BatchTable<KeyValuePair<ExtraId, int>>("wanted")
        .Column("id", change => change.Key)
        .Column("n", change => change.Value);

    private static readonly SqlScript Change = SqlScript.Of(
        """
        WITH locked AS MATERIALIZED (
          SELECT e.id, e.stock, e.sold, w.n
          FROM {{wanted}} AS w
          JOIN extras e ON e.id = w.id
          ORDER BY e.id
          FOR UPDATE OF e
        ), possible AS MATERIALIZED (
          SELECT count(*) FILTER (WHERE n <= 0 OR stock IS NULL OR sold + n <= stock) = @count AS yes FROM locked
        )
        UPDATE extras e SET sold = l.sold + l.n
        FROM locked l, possible p
        WHERE e.id = l.id AND p.yes
        RETURNING e.id
        """,
        Wanted);

    /// <summary>Takes the units that <paramref name="after"/> has more than <paramref name="before"/>, and gives back those that it has less.</summary>
    /// <returns>False, unchanged: of an extra too few are left.</returns>
    public static async Task<bool> TryChangeAsync(
        OrderTransaction unit, IEnumerable<OrderExtra> before, IEnumerable<OrderExtra> after, CancellationToken cancellationToken)
    {
        var changes = new SortedDictionary<Guid, int>();
        foreach (var taken in after)
        {
            changes[taken.ExtraId.Value] = changes.GetValueOrDefault(taken.ExtraId.Value) + 1;
        }

        foreach (var given in before)
        {
            changes[given.ExtraId.Value] = changes.GetValueOrDefault(given.ExtraId.Value) - 1;
        }

        List<KeyValuePair<ExtraId, int>> wanted =
            [.. changes.Where(change => change.Value != 0).Select(change => KeyValuePair.Create(new ExtraId(change.Key), change.Value))];
        if (wanted.Count == 0)
        {
            return true;
        }

        await using var command = Change.On(unit.Connection, unit.Transaction).With("count", wanted.Count).With(Wanted, wanted);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changed = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            changed++;
        }

        Invariant.Holds(changed == 0 || changed == wanted.Count);
        return changed > 0;
    }

    /// <summary>Gives units back that are not live any more.</summary>
    public static async Task GiveBackAsync(OrderTransaction unit, IReadOnlyCollection<OrderExtra> units, CancellationToken cancellationToken) =>
        Invariant.Holds(await TryChangeAsync(unit, units, [], cancellationToken));
}
