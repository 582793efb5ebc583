using System.Data;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Presales;
using Ticketing.Infrastructure.Questions;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>Reads the selling facts of many performances in one round trip.</summary>
public sealed class SellingFactsReader(NpgsqlDataSource database, CompiledPlans plans)
{
    private const string TermsSql = """
        SELECT id, event_status, status, on_sale_at, off_sale_at, starts_at, currency, seats_per_order_max, seats_per_buyer_max,
          hold_seconds, no_single_seats, attendee_names, compiled_plan_id,
          organization_id, prices_include_tax, refund_hours_before, refund_keeps_fee, event_id, is_public
        FROM catalog_performances
        WHERE id = ANY(@ids)
        """;
    private const string TiersSql = """
        SELECT performance_id, id, ordinal, name, category, color, price, fee, tax_basis_points, opens_at, closes_at, per_order_min, per_order_max,
          by_code
        FROM catalog_tiers
        WHERE performance_id = ANY(@ids) ORDER BY performance_id, ordinal
        """;

    // A hold ends within a day: orders of earlier ones are placed.
    private const string OffersSql = """
        SELECT performance_id, tier_id, terms, from_at, until_at FROM catalog_tier_offers
        WHERE performance_id = ANY(@ids) AND (until_at IS NULL OR until_at > now() - interval '1 day')
        """;

    /// <returns>The facts of public performances; others are omitted.</returns>
    public Task<List<SellingFacts>> ReadAsync(IReadOnlyCollection<PerformanceId> performances, CancellationToken cancellationToken) =>
        ReadAsync(performances, onlyPublic: true, cancellationToken);

    /// <summary>The facts of a performance, public or not. Null: there is none.</summary>
    public async Task<SellingFacts?> FindAsync(PerformanceId performance, CancellationToken cancellationToken) =>
        (await ReadAsync([performance], onlyPublic: false, cancellationToken)).SingleOrDefault();

    private async Task<List<SellingFacts>> ReadAsync(
        IReadOnlyCollection<PerformanceId> performances, bool onlyPublic, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. performances.Select(performance => performance.Value)];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Command(TermsSql, ids));
        batch.BatchCommands.Add(Command(TiersSql, ids));
        batch.BatchCommands.Add(Command(PublicPresales.Sql, ids));
        batch.BatchCommands.Add(Command(OffersSql, ids));
        batch.BatchCommands.Add(Command(AskedQuestions.Sql, ids));
        var terms = new List<(SellingTerms Terms, string Plan)>(ids.Length);
        ILookup<PerformanceId, SellingTier> tiers;
        ILookup<PerformanceId, PresaleWindow> presales;
        ILookup<PerformanceId, OffersPeriod> offers;
        ILookup<PerformanceId, EventQuestion> questions;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (!onlyPublic || reader.GetBoolean("is_public"))
                {
                    terms.Add((ReadTerms(reader), reader.GetString("compiled_plan_id")));
                }
            }

            await reader.NextResultAsync(cancellationToken);
            tiers = await ReadTiersAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            presales = await ReadPresalesAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            offers = await ReadOffersAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            questions = await ReadQuestionsAsync(reader, cancellationToken);
        }

        var facts = new List<SellingFacts>(terms.Count);
        foreach (var (each, plan) in terms)
        {
            // Cached after the first read; that read uses its own connection.
            facts.Add(new SellingFacts(each, await plans.GetAsync(plan, cancellationToken), [.. tiers[each.Performance]], [.. presales[each.Performance]])
            {
                Offers = [.. offers[each.Performance]],
                Questions = [.. questions[each.Performance]],
            });
        }

        return facts;
    }

    private static NpgsqlBatchCommand Command(string sql, Guid[] ids) =>
        new(sql) { Parameters = { new NpgsqlParameter<Guid[]>("ids", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { TypedValue = ids } } };

    private static SellingTerms ReadTerms(NpgsqlDataReader row)
    {
        var organization = new SellingOrganization(
            new OrganizationId(row.GetGuid("organization_id")),
            row.GetBoolean("prices_include_tax"),
            row.IsDBNull("refund_hours_before") ? null : row.GetInt32("refund_hours_before"),
            row.GetBoolean("refund_keeps_fee"));
        return new SellingTerms(
            new PerformanceId(row.GetGuid("id")),
            new Core.Common.EventId(row.GetGuid("event_id")),
            organization,
            EnumWords.FromWord<EventStatus>(row.GetString("event_status")),
            EnumWords.FromWord<PerformanceStatus>(row.GetString("status")),
            row.GetFieldValue<DateTimeOffset>("on_sale_at"),
            row.GetFieldValue<DateTimeOffset>("off_sale_at"),
            row.GetFieldValue<DateTimeOffset>("starts_at"),
            row.GetString("currency"),
            row.GetInt32("seats_per_order_max"),
            row.GetInt32("seats_per_buyer_max"),
            row.GetInt32("hold_seconds"),
            row.GetBoolean("no_single_seats"),
            row.GetBoolean("attendee_names"));
    }

    private static async Task<ILookup<PerformanceId, SellingTier>> ReadTiersAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var tiers = new List<(PerformanceId Performance, SellingTier Tier)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tiers.Add((new PerformanceId(reader.GetGuid("performance_id")), new SellingTier(
                new PriceTierId(reader.GetGuid("id")), reader.GetInt16("ordinal"), reader.GetString("name"), reader.GetString("category"),
                reader.GetString("color"), reader.GetInt64("price"), reader.GetInt64("fee"), reader.GetInt32("tax_basis_points"))
            {
                Rules = ReadRules(reader),
            }));
        }

        return tiers.ToLookup(each => each.Performance, each => each.Tier);
    }

    private static async Task<ILookup<PerformanceId, PresaleWindow>> ReadPresalesAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var presales = new List<PresaleWindow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            presales.Add(PresaleWindow.Read(reader));
        }

        return presales.ToLookup(presale => presale.Performance);
    }

    private static async Task<ILookup<PerformanceId, EventQuestion>> ReadQuestionsAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var questions = new List<(PerformanceId Performance, EventQuestion Question)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            questions.Add(AskedQuestions.Read(reader));
        }

        return questions.ToLookup(each => each.Performance, each => each.Question);
    }

    private static async Task<ILookup<PerformanceId, OffersPeriod>> ReadOffersAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var offers = new List<(PerformanceId Performance, OffersPeriod Period)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            offers.Add((new PerformanceId(reader.GetGuid("performance_id")), new OffersPeriod(
                new PriceTierId(reader.GetGuid("tier_id")),
                TierOffers.Read(reader.GetString("terms")),
                TimeOrNull(reader, "from_at")!.Value,
                TimeOrNull(reader, "until_at"))));
        }

        return offers.ToLookup(each => each.Performance, each => each.Period);
    }

    private static TierRules ReadRules(NpgsqlDataReader row) => new(
        TimeOrNull(row, "opens_at"), TimeOrNull(row, "closes_at"),
        row.IsDBNull("per_order_min") ? null : row.GetInt32("per_order_min"), row.IsDBNull("per_order_max") ? null : row.GetInt32("per_order_max"))
    {
        ByCode = row.GetBoolean("by_code"),
    };

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, string name) =>
        row.IsDBNull(name) ? null : row.GetFieldValue<DateTimeOffset>(name);
}
