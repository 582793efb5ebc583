using System.Globalization;
using Npgsql;

namespace Ticketing.Load.Stack;

/// <summary>Performances of one hall, on sale. Free orders are confirmed at once.</summary>
internal sealed class Season
{
    private const int PerformancesPerEvent = 3;
    private const int RowsAtOnce = 250_000;

    private Season(Hall hall, IReadOnlyList<Guid> performances, IReadOnlyList<string> slugs) =>
        (Hall, Performances, Slugs) = (hall, performances, slugs);

    public Hall Hall { get; }

    public IReadOnlyList<Guid> Performances { get; }

    /// <summary>The events' slugs.</summary>
    public IReadOnlyList<string> Slugs { get; }

    /// <summary>Writes performances and their seats into a migrated database.</summary>
    /// <param name="blockedPercent">Percentage of blocked seats, spread over the hall.</param>
    /// <param name="holdSeconds">Duration of holds.</param>
    /// <param name="priceCents">Price of a seat; 0: orders are free.</param>
    public static async Task<Season> OpenAsync(
        NpgsqlDataSource database, Hall hall, int count, int blockedPercent, CancellationToken cancellationToken,
        int holdSeconds = 600, long priceCents = 0)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (organization, venue, plan) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var name = organization.ToString("N");
        await RunAsync(connection, "insert into organizations values ($1, 'Load', $2, 'box@load.example', true, 48, false)", cancellationToken, organization, name);
        await RunAsync(
            connection,
            "insert into venues values ($1, $2, 'Hall', $3, 'Street 1', '10115', 'Berlin', 'DE', 52.5, 13.4, 'Europe/Berlin')", cancellationToken,
            venue, organization, name);
        await RunAsync(connection, "insert into seating_plans values ($1, $2, $3, 'Plan')", cancellationToken, plan, organization, venue);
        await RunAsync(connection, "insert into seating_plan_versions values ($1, 1, '{}', now())", cancellationToken, plan);
        await RunAsync(
            connection, "insert into compiled_plans values ($1, $2, 1, $3, $4, $5, now()) on conflict (id) do nothing", cancellationToken,
            hall.Plan.Id, plan, hall.Seats, hall.Plan.ToBytes(), hall.Plan.ToGeometryJson());

        var events = Enumerable.Range(0, ((count - 1) / PerformancesPerEvent) + 1).Select(_ => Guid.CreateVersion7()).ToArray();
        var slugs = events.Select((_, number) => $"show-{number.ToString(CultureInfo.InvariantCulture)}-{name[20..]}").ToArray();
        await RunAsync(
            connection,
            """
            insert into events
            select id, $1, slug, 'Show ' || slug, (array['concert', 'theatre', 'comedy', 'sport'])[1 + no % 4], 'An evening', repeat('A story. ', 40), no, 'published', now()
            from unnest($2::uuid[], $3::text[]) with ordinality as e(id, slug, no)
            """,
            cancellationToken, organization, events, slugs);

        var performances = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await RunAsync(
            connection,
            """
            insert into performances (id, event_id, venue_id, organization_id, compiled_plan_id, starts_at, doors_at, ends_at, on_sale_at, off_sale_at,
              status, currency, seat_count, seats_per_order_max, seats_per_buyer_max, hold_seconds, no_single_seats, attendee_names)
            select id, event_id, $1, $2, $3, at, at, at + interval '2 hours', now() - interval '1 day', at,
              'scheduled', 'EUR', $4, 10, 1000, $8, false, false
            from (
              select p.id, ($6::uuid[])[1 + (p.no - 1) / $7] as event_id, now() + interval '30 days' + p.no * interval '1 hour' as at
              from unnest($5::uuid[]) with ordinality as p(id, no)
            ) as dated
            """,
            cancellationToken, venue, organization, hall.Plan.Id, hall.Seats, performances, events, PerformancesPerEvent, holdSeconds);
        await RunAsync(
            connection,
            "insert into price_tiers select gen_random_uuid(), id, 0, $2, 'all', '#5b8def', $3, 0, 0, 'EUR' from unnest($1::uuid[]) as p(id)", cancellationToken,
            performances, priceCents == 0 ? "Free" : "Standard", priceCents);
        await SeatsAsync(connection, performances, hall.Seats, blockedPercent, cancellationToken);
        return new Season(hall, performances, slugs);
    }

    /// <summary>
    /// Runs vacuum, analyze and a checkpoint, so that none runs during the measurement. Skips empty tables: analyzed as empty they
    /// would be planned as sequential scans, also by foreign keys' cached plans.
    /// </summary>
    public static async Task VacuumAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await RunAsync(connection, "vacuum (analyze) seats", cancellationToken);
        await RunAsync(connection, "analyze organizations, venues, compiled_plans, events, performances, price_tiers", cancellationToken);
        await RunAsync(connection, "checkpoint", cancellationToken);
    }

    // Without foreign key checks: the performances have just been written.
    private static async Task SeatsAsync(
        NpgsqlConnection connection, Guid[] performances, int seats, int blockedPercent, CancellationToken cancellationToken)
    {
        await RunAsync(connection, "set session_replication_role = replica", cancellationToken);
        foreach (var some in performances.Chunk(Math.Max(1, RowsAtOnce / seats)))
        {
            await RunAsync(
                connection,
                """
                insert into seats (performance_id, seat_index, status, fence)
                select p.id, i, case when abs(hashint4(i)) % 100 < $3 then 3 else 0 end, 0
                from unnest($1::uuid[]) as p(id), generate_series(0, $2 - 1) as i
                """,
                cancellationToken, some, seats, blockedPercent);
        }

        await RunAsync(connection, "set session_replication_role = origin", cancellationToken);
    }

    private static async Task RunAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
