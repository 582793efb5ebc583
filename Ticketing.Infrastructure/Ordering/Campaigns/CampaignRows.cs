using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Campaigns;

/// <summary>Shared by the handlers: the locked campaign of a caller, the copies of its terms, and audit entries.</summary>
internal static class CampaignRows
{
    private const string Subject = "promo-campaign";
    private const int RoundsMax = 20;

    /// <summary>
    /// The campaign, locked against other changes until the transaction ends; null: there is none, or the caller does not run the sales.
    /// </summary>
    public static async Task<PromoCampaign?> LockCampaignAsync(
        this TicketingDbContext db, OrganizationId organization, PromoCampaignId id, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.Runs(organization))
        {
            return null;
        }

        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM promo_campaigns WHERE id = {id.Value} FOR NO KEY UPDATE", cancellationToken);
        return await db.Set<PromoCampaign>().SingleOrDefaultAsync(
            found => found.Id == id && found.OrganizationId == organization, cancellationToken);
    }

    /// <summary>
    /// Inserts the wished codes with the stored terms of the campaign. The unique index on organization and code decides about collisions:
    /// random codes that exist already are replaced by others.
    /// </summary>
    /// <returns>The number of codes made; 0: the given text is taken.</returns>
    public static async Task<int> InsertCodesAsync(
        this TicketingDbContext db, PromoCampaignId campaign, CodeWish wish, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = wish.Code is null ? wish.Count : 1;
        var prefix = string.IsNullOrWhiteSpace(wish.Prefix) ? "" : Core.Ordering.PromoCode.Normalize(wish.Prefix);
        var made = 0;
        for (var round = 0; made < wanted; round++)
        {
            string[] codes = wish.Code is { } code
                ? [Core.Ordering.PromoCode.Normalize(code)]
                : [.. Enumerable.Range(0, wanted - made).Select(_ => RandomCodes.New(prefix, PromoCampaign.RandomLength))];
            var ids = Array.ConvertAll(codes, _ => Guid.CreateVersion7(now));
            var inserted = await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO promo_codes (id, organization_id, campaign_id, is_active, event_id, code, kind, value, take, free, per_item, currency,
                  categories, valid_from, valid_until, minimum_amount, uses_max, uses, uses_per_buyer_max)
                SELECT t.id, c.organization_id, c.id, c.is_active, c.event_id, t.code, c.kind, c.value, c.take, c.free, c.per_item, c.currency,
                  c.categories, c.valid_from, c.valid_until, c.minimum_amount, c.uses_max, 0, c.uses_per_buyer_max
                FROM promo_campaigns c
                CROSS JOIN unnest({ids}, {codes}) AS t(id, code)
                WHERE c.id = {campaign.Value}
                ON CONFLICT (organization_id, code) DO NOTHING
                """, cancellationToken);
            if (inserted == 0 && wish.Code is not null)
            {
                return 0;
            }

            made += inserted;
            Invariant.Holds(round < RoundsMax);
        }

        return made;
    }

    /// <summary>Copies the stored terms of the campaign to its codes. Callers have locked the codes and compared the maximum with their uses.</summary>
    public static Task<int> CopyTermsAsync(this TicketingDbContext db, PromoCampaignId campaign, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE promo_codes p
            SET is_active = c.is_active, event_id = c.event_id, kind = c.kind, value = c.value, take = c.take, free = c.free, per_item = c.per_item,
              currency = c.currency, categories = c.categories, valid_from = c.valid_from, valid_until = c.valid_until,
              minimum_amount = c.minimum_amount, uses_max = c.uses_max, uses_per_buyer_max = c.uses_per_buyer_max
            FROM promo_campaigns c
            WHERE c.id = {campaign.Value} AND p.campaign_id = c.id
            """, cancellationToken);

    /// <summary>Locks the campaign's codes against orders and returns the highest number of uses of one; 0 without codes.</summary>
    public static async Task<int> LockCodesAsync(this TicketingDbContext db, PromoCampaignId campaign, CancellationToken cancellationToken)
    {
        var uses = await db.Database.SqlQuery<int>(
            $"SELECT uses AS \"Value\" FROM promo_codes WHERE campaign_id = {campaign.Value} ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        return uses.Count == 0 ? 0 : uses.Max();
    }

    /// <summary>Whether an order was ever placed with a code of the campaign, ended ones included.</summary>
    public static Task<bool> HasOrdersAsync(this TicketingDbContext db, PromoCampaignId campaign, CancellationToken cancellationToken)
    {
        var codes = db.PromoCodes.Where(code => code.CampaignId == campaign).Select(code => (PromoCodeId?)code.Id);
        return db.Orders.AnyAsync(order => order.PromoCodeId != null && codes.Contains(order.PromoCodeId), cancellationToken);
    }

    /// <summary>Whether an event is the organization's; null, every event, is.</summary>
    public static async Task<bool> IsOwnEventAsync(
        this TicketingDbContext db, Core.Common.EventId? id, OrganizationId organization, CancellationToken cancellationToken) =>
        id is not { } known || (await db.Database.SqlQuery<int>(
            $"SELECT 1 AS \"Value\" FROM catalog_events WHERE id = {known.Value} AND organization_id = {organization.Value}")
            .ToListAsync(cancellationToken)).Count > 0;

    /// <param name="before">JSON; null for a creation.</param>
    /// <param name="after">JSON; null for a deletion.</param>
    public static AuditEntry Entry(string action, PromoCampaignId campaign, string? before, string? after, Actor actor, DateTimeOffset now) =>
        AuditEntry.Of(action, Subject, campaign.ToString(), before, after, actor, now);
}
