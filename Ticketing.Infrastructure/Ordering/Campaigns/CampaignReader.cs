using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Campaigns;

/// <summary>A campaign with its counts.</summary>
/// <param name="EventTitle">Null: every event.</param>
/// <param name="Uses">Uses that orders have of its codes now.</param>
/// <param name="Sums">Of its paid orders, one entry per currency.</param>
public sealed record CampaignRow(PromoCampaign Campaign, string? EventTitle, int Codes, long Uses, IReadOnlyList<CampaignSums> Sums);

/// <summary>Sums of the paid orders of a campaign, in minor units.</summary>
/// <param name="Orders">Paid orders, refunded ones included.</param>
/// <param name="Revenue">What was paid.</param>
/// <param name="Discount">
/// What the codes took off when the orders were placed. Seats that came by an exchange are left out: a part of their discount may be a waived
/// difference, which is the organizer's, not the campaign's.
/// </param>
/// <param name="Refunded">What was given back of it.</param>
public sealed record CampaignSums(string Currency, long Orders, long Revenue, long Discount, long Refunded);

/// <summary>A page of campaigns, the newest first.</summary>
/// <param name="Next">For <c>before</c> of the next page; null on the last one.</param>
public sealed record CampaignList(IReadOnlyList<CampaignRow> Rows, Guid? Next);

/// <summary>An event that a campaign can be for.</summary>
/// <param name="Currency">Of its prices; null: it has no date yet.</param>
public sealed record CampaignEvent(Core.Common.EventId Id, string Slug, string Title, string? Currency);

/// <summary>A seat category that has a price at some date of an event.</summary>
/// <param name="Key">The plan's key of the category.</param>
public sealed record CampaignCategory(string Key, string Name);

/// <summary>Reads campaigns of organizations whose sales the caller runs, with the sums of their orders.</summary>
public sealed class CampaignReader(OrganizationContexts contexts, NpgsqlDataSource database)
{
    /// <summary>The rows of a page.</summary>
    public const int PageSize = 25;

    private const int EventsMax = 500;
    private const string EventsSql = """
        SELECT e.id, e.slug, e.title, (SELECT min(f.currency) FROM catalog_performances f WHERE f.event_id = e.id) AS currency
        FROM catalog_events e
        WHERE e.organization_id = @organization
        ORDER BY e.created_at DESC, e.id
        LIMIT @max
        """;
    private const string CategoriesSql = """
        SELECT t.category, min(t.name) AS name
        FROM catalog_events e
        JOIN catalog_performances f ON f.event_id = e.id
        JOIN catalog_tiers t ON t.performance_id = f.id
        WHERE e.id = @event AND e.organization_id = @organization
        GROUP BY t.category
        ORDER BY min(t.name), t.category
        """;

    /// <param name="before">The last campaign of the page before; null, or one that does not exist any more: the first page.</param>
    /// <returns>Empty for an organization whose sales the caller does not run.</returns>
    public async Task<CampaignList> ListAsync(OrganizationId organization, Guid? before, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var found = db.Set<PromoCampaign>().AsNoTracking().Where(campaign => campaign.OrganizationId == organization);
        if (before is { } last)
        {
            var at = await found.Where(campaign => campaign.Id == new PromoCampaignId(last)).Select(campaign => (DateTimeOffset?)campaign.CreatedAt)
                .SingleOrDefaultAsync(cancellationToken);
            if (at is not null)
            {
                // Campaigns of one moment are in the order of their ids, which LINQ cannot compare.
                var together = await found.Where(campaign => campaign.CreatedAt == at).OrderByDescending(campaign => campaign.Id)
                    .Select(campaign => campaign.Id).ToListAsync(cancellationToken);
                var following = together.Skip(together.IndexOf(new PromoCampaignId(last)) + 1).ToList();
                found = found.Where(campaign => campaign.CreatedAt < at || following.Contains(campaign.Id));
            }
        }

        var campaigns = await found.OrderByDescending(campaign => campaign.CreatedAt).ThenByDescending(campaign => campaign.Id)
            .Take(PageSize + 1).ToListAsync(cancellationToken);
        var page = campaigns.Take(PageSize).ToList();
        return new CampaignList(await RowsAsync(db, page, cancellationToken), campaigns.Count > PageSize ? page[^1].Id.Value : null);
    }

    /// <summary>Null: there is no such campaign, or the caller does not run its sales.</summary>
    public async Task<CampaignRow?> FindAsync(
        OrganizationId organization, PromoCampaignId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var campaigns = await db.Set<PromoCampaign>().AsNoTracking()
            .Where(campaign => campaign.Id == id && campaign.OrganizationId == organization).ToListAsync(cancellationToken);
        return (await RowsAsync(db, campaigns, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Whether an order was placed with a code of the campaign, so that its discount stays.</summary>
    public async Task<bool> IsUsedAsync(PromoCampaignId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.HasOrdersAsync(id, cancellationToken);
    }

    /// <summary>The organization's events, the newest first; empty for others.</summary>
    public async Task<IReadOnlyList<CampaignEvent>> EventsAsync(OrganizationId organization, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Runs(organization))
        {
            return [];
        }

        var events = new List<CampaignEvent>();
        await using var command = database.CreateCommand(EventsSql);
        command.With("organization", organization.Value).With("max", EventsMax);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            events.Add(new CampaignEvent(
                new Core.Common.EventId(row.GetGuid("id")), row.GetString("slug"), row.GetString("title"),
                await row.IsDBNullAsync("currency", cancellationToken) ? null : row.GetString("currency")));
        }

        return events;
    }

    /// <summary>The seat categories that have a price at some date of an event, by name; empty for others.</summary>
    public async Task<IReadOnlyList<CampaignCategory>> CategoriesAsync(
        OrganizationId organization, Core.Common.EventId id, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (!caller.Runs(organization))
        {
            return [];
        }

        var categories = new List<CampaignCategory>();
        await using var command = database.CreateCommand(CategoriesSql);
        command.With("organization", organization.Value).With("event", id.Value);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            categories.Add(new CampaignCategory(row.GetString("category"), row.GetString("name")));
        }

        return categories;
    }

    private async Task<IReadOnlyList<CampaignRow>> RowsAsync(
        OrganizationContext db, List<PromoCampaign> campaigns, CancellationToken cancellationToken)
    {
        var ids = campaigns.ConvertAll(campaign => (PromoCampaignId?)campaign.Id);
        var counts = await db.PromoCodes.Where(code => ids.Contains(code.CampaignId)).GroupBy(code => code.CampaignId)
            .Select(group => new { group.Key, Codes = group.Count(), Uses = group.Sum(code => (long)code.Uses) })
            .ToDictionaryAsync(count => count.Key!.Value, cancellationToken);
        var paid = new[] { OrderStatus.Paid, OrderStatus.PartiallyRefunded, OrderStatus.Refunded };
        var orders = db.Orders.Where(order => paid.Contains(order.Status))
            .Join(db.PromoCodes.Where(code => ids.Contains(code.CampaignId)), order => order.PromoCodeId, code => (PromoCodeId?)code.Id,
                (order, code) => new { order.Id, code.CampaignId, order.Currency, order.Total, order.Refunded });
        var discounts = await orders
            .Join(db.OrderItems.Where(item => item.AddedAt == null), order => order.Id, item => item.OrderId,
                (order, item) => new { order.CampaignId, order.Currency, item.Discount })
            .GroupBy(each => new { each.CampaignId, each.Currency })
            .Select(group => new { group.Key.CampaignId, group.Key.Currency, Sum = group.Sum(each => each.Discount) })
            .ToDictionaryAsync(each => (each.CampaignId, each.Currency), each => each.Sum, cancellationToken);
        var sums = await orders
            .GroupBy(each => new { each.CampaignId, each.Currency })
            .Select(group => new
            {
                group.Key.CampaignId,
                group.Key.Currency,
                Orders = group.LongCount(),
                Revenue = group.Sum(each => each.Total),
                Refunded = group.Sum(each => each.Refunded),
            })
            .ToListAsync(cancellationToken);
        var ofCampaigns = sums.ToLookup(
            sum => sum.CampaignId,
            sum => new CampaignSums(
                sum.Currency, sum.Orders, sum.Revenue, discounts.GetValueOrDefault((sum.CampaignId, sum.Currency)), sum.Refunded));
        var titles = await TitlesAsync([.. campaigns.Where(campaign => campaign.EventId is not null).Select(campaign => campaign.EventId!.Value.Value).Distinct()], cancellationToken);
        return
        [
            .. campaigns.Select(campaign => new CampaignRow(
                campaign,
                campaign.EventId is { } id ? titles.GetValueOrDefault(id.Value) : null,
                counts.TryGetValue(campaign.Id, out var count) ? count.Codes : 0,
                counts.TryGetValue(campaign.Id, out var used) ? used.Uses : 0,
                [.. ofCampaigns[campaign.Id].OrderBy(sum => sum.Currency, StringComparer.Ordinal)])),
        ];
    }

    private async Task<Dictionary<Guid, string>> TitlesAsync(Guid[] events, CancellationToken cancellationToken)
    {
        var titles = new Dictionary<Guid, string>();
        if (events.Length == 0)
        {
            return titles;
        }

        await using var command = database.CreateCommand("SELECT id, title FROM catalog_events WHERE id = ANY(@events)");
        await using var row = await command.With("events", events).ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            titles.Add(row.GetGuid("id"), row.GetString("title"));
        }

        return titles;
    }
}
