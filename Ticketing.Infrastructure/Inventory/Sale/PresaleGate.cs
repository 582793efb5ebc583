using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Infrastructure.Inventory.Sale;

/// <summary>
/// Decides what a buyer may hold now: everything while the performance is on sale, and before it what the presales of the shown codes sell;
/// of both the tiers whose own sale is open.
/// On sale it compares two times in memory; a code is read from PostgreSQL only while presales decide.
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
        return state == SaleState.OnSale ? new(facts.OpenAt(now))
            : state == SaleState.NotYetOnSale && !facts.Presales.IsEmpty ? new(EnterPresaleAsync(facts, access, cancellationToken))
            : new(new RefusedHold(HoldRefusal.NotOnSale) { SaleState = state });
    }

    /// <summary>The open presale that the client's codes open, or the next one that they will open; null: none.</summary>
    public async Task<PresaleWindow?> FindAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var now = time.GetUtcNow();
        if (!facts.IsBeforeSaleWithPresales(now))
        {
            return null;
        }

        var shown = (await codes.ReadAsync(access, facts.Terms.Performance, cancellationToken)).Where(code => code.HasUses).ToList();
        return PresaleWindow.ToAnnounce(facts.Presales.Where(presale => shown.Exists(code => code.Presale == presale.Id)), now);
    }

    private async Task<Outcome<SellingFacts, RefusedHold>> EnterPresaleAsync(SellingFacts facts, string? access, CancellationToken cancellationToken)
    {
        var shown = (await codes.ReadAsync(access, facts.Terms.Performance, cancellationToken)).Where(code => code.HasUses).ToList();
        var now = time.GetUtcNow();
        var open = facts.Presales.Where(presale => presale.IsOpenAt(now) && shown.Exists(code => code.Presale == presale.Id)).ToList();
        if (open.Count > 0)
        {
            return facts.For(PresaleWindow.Unite(open)).OpenAt(now);
        }

        return shown.Count > 0 ? new RefusedHold(HoldRefusal.PresaleClosed)
            : facts.Presales.Any(presale => presale.IsOpenAt(now)) ? new RefusedHold(HoldRefusal.AccessCodeNeeded)
            : new RefusedHold(HoldRefusal.NotOnSale) { SaleState = SaleState.NotYetOnSale };
    }
}
