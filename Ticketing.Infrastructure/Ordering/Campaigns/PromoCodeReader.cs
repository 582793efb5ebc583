using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Campaigns;

/// <summary>A page of codes, by their text.</summary>
/// <param name="Next">For <c>after</c> of the next page; null on the last one.</param>
public sealed record PromoCodeList(IReadOnlyList<PromoCode> Rows, string? Next);

/// <summary>Reads the codes of campaigns of organizations whose sales the caller runs.</summary>
public sealed class PromoCodeReader(OrganizationContexts contexts)
{
    /// <summary>The rows of a page.</summary>
    public const int PageSize = 25;

    /// <param name="search">A part of the code; null: all.</param>
    /// <param name="after">The last code of the page before; null: the first page.</param>
    public async Task<PromoCodeList> ListAsync(
        PromoCampaignId campaign, string? search, string? after, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        var found = db.PromoCodes.AsNoTracking().Where(code => code.CampaignId == campaign);
        if (!string.IsNullOrWhiteSpace(search))
        {
            if (!PromoCode.CanBe(search))
            {
                return new PromoCodeList([], null);
            }

            var part = PromoCode.Normalize(search);
            found = found.Where(code => code.Code.Contains(part));
        }

        if (after is not null && PromoCode.CanBe(after))
        {
            // Runs in PostgreSQL, whose collation also orders the rows.
#pragma warning disable CA1309
            found = found.Where(code => string.Compare(code.Code, after) > 0);
#pragma warning restore CA1309
        }

        var rows = await found.OrderBy(code => code.Code).Take(PageSize + 1).ToListAsync(cancellationToken);
        return rows.Count > PageSize ? new PromoCodeList(rows[..PageSize], rows[PageSize - 1].Code) : new PromoCodeList(rows, null);
    }

    /// <summary>All codes of a campaign, at most <see cref="PromoCampaign.CodesMax"/>; empty for others' campaigns.</summary>
    public async Task<IReadOnlyList<PromoCode>> AllAsync(PromoCampaignId campaign, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForRunner(caller);
        return await db.PromoCodes.AsNoTracking().Where(code => code.CampaignId == campaign)
            .OrderBy(code => code.Code).ToListAsync(cancellationToken);
    }
}
