namespace Ticketing.Infrastructure.Platform;

/// <summary>Columns of a batch, as arrays for <c>unnest</c>.</summary>
internal static class BatchArrays
{
    /// <summary>One value of each item.</summary>
    public static TValue[] Each<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value)
    {
        var values = new TValue[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(items[i]);
        }

        return values;
    }
}
