using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Catalog;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Reads selling facts from PostgreSQL, of many performances in one round trip.</summary>
public sealed class SellingFactsReader(NpgsqlDataSource database, CompiledPlans plans)
{
    private const string TermsSql = """
        SELECT p.id, e.status, p.status, p.on_sale_at, p.off_sale_at, p.starts_at, p.currency, p.seats_per_order_max, p.seats_per_buyer_max,
          p.hold_seconds, p.no_single_seats, p.attendee_names, p.compiled_plan_id,
          o.id, o.prices_include_tax, o.refund_hours_before, o.refund_keeps_fee, e.id
        FROM performances p
        JOIN events e ON e.id = p.event_id
        JOIN organizations o ON o.id = p.organization_id
        WHERE p.id = ANY($1)
        """;
    private const string TiersSql = """
        SELECT performance_id, id, ordinal, name, category, color, price, fee, tax_basis_points FROM price_tiers
        WHERE performance_id = ANY($1) ORDER BY performance_id, ordinal
        """;

    /// <returns>What there is; a performance that is not there or not published is left out.</returns>
    public async Task<List<SellingFacts>> ReadAsync(IReadOnlyCollection<PerformanceId> performances, CancellationToken stop)
    {
        Guid[] ids = [.. performances.Select(performance => performance.Value)];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(TermsSql, ids));
        batch.BatchCommands.Add(Command(TiersSql, ids));
        var terms = new List<(SellingTerms Terms, string Plan)>(ids.Length);
        ILookup<PerformanceId, SellingTier> tiers;
        await using (var reader = await batch.ExecuteReaderAsync(stop))
        {
            while (await reader.ReadAsync(stop))
            {
                if (ReadTerms(reader) is { EventStatus: not EventStatus.Draft } published)
                {
                    terms.Add((published, reader.GetString(12)));
                }
            }

            await reader.NextResultAsync(stop);
            tiers = await ReadTiersAsync(reader, stop);
        }

        var facts = new List<SellingFacts>(terms.Count);
        foreach (var (each, plan) in terms)
        {
            // The plan comes on a connection of its own, and is here already but for the first time.
            facts.Add(new SellingFacts(each, await plans.GetAsync(plan, stop), [.. tiers[each.Performance]]));
        }

        return facts;
    }

    private static NpgsqlBatchCommand Command(string sql, Guid[] ids) =>
        new(sql) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } } };

    private static SellingTerms ReadTerms(NpgsqlDataReader row)
    {
        var organization = new SellingOrganization(
            new OrganizationId(row.GetGuid(13)), row.GetBoolean(14), row.IsDBNull(15) ? null : row.GetInt32(15), row.GetBoolean(16));
        return new SellingTerms(
            new PerformanceId(row.GetGuid(0)),
            new Core.Platform.EventId(row.GetGuid(17)),
            organization,
            EnumWords.FromWord<EventStatus>(row.GetString(1)),
            EnumWords.FromWord<PerformanceStatus>(row.GetString(2)),
            row.GetFieldValue<DateTimeOffset>(3),
            row.GetFieldValue<DateTimeOffset>(4),
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetString(6),
            row.GetInt32(7),
            row.GetInt32(8),
            row.GetInt32(9),
            row.GetBoolean(10),
            row.GetBoolean(11));
    }

    private static async Task<ILookup<PerformanceId, SellingTier>> ReadTiersAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        var tiers = new List<(PerformanceId Performance, SellingTier Tier)>();
        while (await reader.ReadAsync(stop))
        {
            tiers.Add((new PerformanceId(reader.GetGuid(0)), new SellingTier(
                new PriceTierId(reader.GetGuid(1)), reader.GetInt16(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.GetInt64(6), reader.GetInt64(7), reader.GetInt32(8))));
        }

        return tiers.ToLookup(each => each.Performance, each => each.Tier);
    }
}
