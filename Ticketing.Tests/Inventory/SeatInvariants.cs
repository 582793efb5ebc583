using Npgsql;

namespace Ticketing.Tests.Inventory;

/// <summary>Invariants of seats and holds in the database. Each query selects the rows that violate one.</summary>
internal static class SeatInvariants
{
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("an available seat has no owner",
            "select performance_id, seat_index from seats where status = 0 and (hold_id is not null or held_until is not null or order_id is not null)"),
        ("an available seat is of no allotment", "select performance_id, seat_index from seats where status = 0 and allotment_id is not null"),
        ("a held seat has a hold and an end, and no order",
            "select performance_id, seat_index from seats where status = 1 and (hold_id is null or held_until is null or order_id is not null)"),
        ("a sold seat has an order and no hold",
            "select performance_id, seat_index from seats where status = 2 and (hold_id is not null or order_id is null)"),
        ("a held seat is in the list of its active or ordered hold",
            """
            select s.performance_id, s.seat_index from seats s left join holds h on h.id = s.hold_id
            where s.status = 1 and (h.id is null or h.status not in ('active', 'ordered') or not s.seat_index = any (h.seats)
              or h.performance_id <> s.performance_id or h.expires_at <> s.held_until)
            """),
        ("an unexpired active hold owns all of its seats",
            """
            select h.id from holds h cross join lateral unnest(h.seats) i(seat_index)
            left join seats s on s.performance_id = h.performance_id and s.seat_index = i.seat_index and s.hold_id = h.id and s.status = 1
            where h.status = 'active' and h.expires_at > now() and s.seat_index is null
            """),
        ("an active hold has seats, each once, each with tier, price and fee",
            """
            select id from holds where status = 'active' and (cardinality(seats) = 0 or cardinality(seats) <> cardinality(tiers)
              or cardinality(seats) <> cardinality(prices) or cardinality(seats) <> cardinality(fees)
              or cardinality(seats) <> (select count(distinct i) from unnest(seats) i))
            """),
        ("a hold is within its performance's limit",
            "select h.id from holds h join performances p on p.id = h.performance_id where cardinality(h.seats) > p.seats_per_order_max"),
        ("a fence counts every change of owner",
            "select performance_id, seat_index from seats where fence < 0 or (status <> 0 and fence = 0)"),
    ];

    public static async Task HoldAsync(NpgsqlDataSource database)
    {
        foreach (var (rule, sql) in Rules)
        {
            await using var command = database.CreateCommand($"select count(*) from ({sql}) broken");
            Assert.True(await command.ExecuteScalarAsync() is 0L, $"Broken: {rule}.");
        }
    }
}
