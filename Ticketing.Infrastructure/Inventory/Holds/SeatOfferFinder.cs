using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating.Choice;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// Offers the best available seats without holding them. From this instance's seat feed: a seat can be taken before the buyer holds it.
/// </summary>
public sealed class SeatOfferFinder
{
    private readonly SellingFactsCache _facts;
    private readonly BestSeats _best;
    private readonly PresaleGate _presales;

    internal SeatOfferFinder(SellingFactsCache facts, BestSeats best, PresaleGate presales) => (_facts, _best, _presales) = (facts, best, presales);

    /// <param name="access">The client's proofs of access codes, as <see cref="HoldSeats.Access"/>.</param>
    /// <returns>At least one offer, best first; or the refusal that a hold of this wish would get.</returns>
    public async Task<Outcome<FoundSeatOffers, RefusedHold>> FindAsync(
        PerformanceId performance, SeatWish.Best wish, string? access, CancellationToken cancellationToken = default)
    {
        if (await _facts.GetAsync(performance, cancellationToken) is not { } all)
        {
            return new RefusedHold(HoldRefusal.UnknownPerformance);
        }

        var entered = await _presales.EnterAsync(all, access, cancellationToken);
        if (!entered.Succeeded)
        {
            return entered.Refusal;
        }

        var facts = entered.Value;
        if (WishReading.Refuse(facts, wish) is { } refused)
        {
            return refused;
        }

        var offers = await _best.OffersAsync(facts, wish, cancellationToken);
        return offers.Count > 0 ? new FoundSeatOffers(facts, offers) : new RefusedHold(HoldRefusal.NotEnoughSeats);
    }
}

/// <summary>Offers with the facts that name and price their seats.</summary>
public sealed record FoundSeatOffers(SellingFacts Facts, IReadOnlyList<SeatOffer> Offers);
