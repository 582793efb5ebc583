using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>The kept seat counts, and the same counted from the seats by SQL.</summary>
internal static class KeptCounts
{
    /// <summary>Section, free, held, sold and blocked seats; a line for each section of each performance.</summary>
    public static Task<List<string>> KeptAsync(TestDatabase database) => database.ListAsync<string>(
        """
        select concat_ws(' ', performance_id, section, category, free, held, sold, blocked) from availability order by 1
        """);

    /// <summary>The same from the seats. Sections have one category each, of the same name in lower case.</summary>
    /// <param name="stalls">The number of seats of the section "Stalls"; "Floor" has the others.</param>
    public static Task<List<string>> OfSeatsAsync(TestDatabase database, int stalls, DateTimeOffset? now = null) => database.ListAsync<string>(
        """
        select concat_ws(' ', performance_id, section, lower(section), count(*) filter (where status = 0 or status = 1 and held_until <= $2 and allotment_id is null),
          count(*) filter (where status = 1 and held_until > $2), count(*) filter (where status = 2), 
          count(*) filter (where status = 3 or status = 1 and held_until <= $2 and allotment_id is not null))
        from (select s.*, case when seat_index < $1 then 'Stalls' else 'Floor' end as section from seats s) s
        group by performance_id, section order by 1
        """, stalls, now ?? DateTimeOffset.UtcNow);

    /// <summary>Waits until they are equal.</summary>
    public static Task CaughtUpAsync(TestDatabase database, int stalls, Func<DateTimeOffset>? now = null) => Eventually.TrueAsync(
        async () => (await KeptAsync(database)).SequenceEqual(await OfSeatsAsync(database, stalls, now?.Invoke())));
}
