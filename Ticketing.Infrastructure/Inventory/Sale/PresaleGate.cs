using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>
/// Decides what a buyer may hold now: while the performance is on sale everything but the tiers by code that the shown codes do not open, and
/// before it what the presales of the shown codes sell; of both the tiers whose own sale is open.
/// On sale it compares two times in memory; a code is read from PostgreSQL only while presales decide, or where a tier is sold by code.
/// </summary>
public sealed class PresaleGate(ShownCodes codes, TimeProvider time)
{
    /// <summary>The facts by which seats may be held now; limited to presales where they decide.</summary>
    /// <param name="access">The client's proofs, as <see cref="HoldSeats.Access"/>.</param>
    public ValueTask<Outcome<SellingFacts, RefusedHold>> EnterAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var now = time.GetUtcNow();
        var state = facts.SaleStateAt(now);
        return state == SaleState.OnSale ? facts.SellsByCode ? new(UnlockAsync(facts, access, cancellationToken)) : new(facts.OpenAt(now))
            : state == SaleState.NotYetOnSale && !facts.Presales.IsEmpty ? new(EnterPresaleAsync(facts, access, cancellationToken))
            : new(new RefusedHold(HoldRefusal.NotOnSale) { SaleState = state });
    }

    /// <summary>The open presale that the client's codes open, or the next one that they will open; null: none.</summary>
    public async Task<PresaleWindow?> FindAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.IsBeforeSaleWithPresales(time.GetUtcNow())
            ? PresaleWindow.ToAnnounce(Of(facts, await ReadUsableAsync(facts, access, cancellationToken)), time.GetUtcNow())
            : null;
    }

    /// <summary>
    /// The tiers by code that the client's codes show, usually none: those that a presale sells which has not closed. Their rules have its
    /// window, so that pages say when they can be bought.
    /// </summary>
    public async ValueTask<IReadOnlyList<SellingTier>> ShownTiersAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (!facts.SellsByCode || string.IsNullOrEmpty(access))
        {
            return [];
        }

        var presales = Of(facts, await ReadUsableAsync(facts, access, cancellationToken));
        var now = time.GetUtcNow();
        return
        [
            .. from tier in facts.Tiers
               where tier.Rules.ByCode
               let presale = PresaleWindow.ToAnnounce(presales.Where(each => each.Sells(tier.Category)), now)
               where presale is not null
               select tier with { Rules = Within(tier.Rules, presale!) },
        ];
    }

    private static TierRules Within(TierRules rules, PresaleWindow presale) => rules with
    {
        OpensAt = rules.OpensAt > presale.OpensAt ? rules.OpensAt : presale.OpensAt,
        ClosesAt = rules.ClosesAt < presale.ClosesAt ? rules.ClosesAt : presale.ClosesAt,
    };

    private async Task<Outcome<SellingFacts, RefusedHold>> UnlockAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        var shown = await ReadUsableAsync(facts, access, cancellationToken);
        var now = time.GetUtcNow();
        var open = Of(facts, shown).Where(presale => presale.IsOpenAt(now)).ToList();
        var otherwise = shown.Count == 0 ? HoldRefusal.AccessCodeNeeded
            : open.Count == 0 ? HoldRefusal.PresaleClosed
            : HoldRefusal.SeatsNotInPresale;
        return facts.Unlock(open, otherwise).OpenAt(now);
    }

    private async Task<Outcome<SellingFacts, RefusedHold>> EnterPresaleAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        var shown = await ReadUsableAsync(facts, access, cancellationToken);
        var now = time.GetUtcNow();
        var open = Of(facts, shown).Where(presale => presale.IsOpenAt(now)).ToList();
        if (open.Count > 0)
        {
            return facts.For(PresaleWindow.Unite(open)).OpenAt(now);
        }

        return shown.Count > 0 ? new RefusedHold(HoldRefusal.PresaleClosed)
            : facts.Presales.Any(presale => presale.IsOpenAt(now)) ? new RefusedHold(HoldRefusal.AccessCodeNeeded)
            : new RefusedHold(HoldRefusal.NotOnSale) { SaleState = SaleState.NotYetOnSale };
    }

    private async Task<List<ShownCode>> ReadUsableAsync(SellingFacts facts, string? access, CancellationToken cancellationToken) =>
        [.. (await codes.ReadAsync(access, facts.Terms.Performance, cancellationToken)).Where(code => code.HasUses)];

    private static IEnumerable<PresaleWindow> Of(SellingFacts facts, List<ShownCode> shown) =>
        facts.Presales.Where(presale => shown.Exists(code => code.Presale == presale.Id));
}
