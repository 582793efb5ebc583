using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Organizations;
using Ticketing.Core.Questions;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Read side of the checkout: seats, prices, the effect of a promo code, and the hold's order if placed.</summary>
public sealed class CheckoutReader(IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, TimeProvider time)
{
    /// <summary>
    /// The checkout of a hold; null if the hold does not exist, has another owner, became the order of another account, or has no order and
    /// its performance is not public any more.
    /// </summary>
    /// <param name="user">The signed-in account; null for a guest.</param>
    /// <param name="promoCode">A code to evaluate without counting a use; empty for none; null for what the order has.</param>
    /// <param name="reductions">Reductions to evaluate without storing them; null for those of the hold.</param>
    /// <param name="extras">Extras to price without taking any; null for what the order has. Those that cannot be ordered are not priced.</param>
    public async Task<CheckoutView?> ReadAsync(
        HoldId id, HoldOwner owner, UserId? user, string? promoCode, CancellationToken cancellationToken, ChosenReductions? reductions = null,
        IReadOnlyList<ChosenExtra>? extras = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hold = await OrderHolds.FindAsync(db, id, cancellationToken);
        if (hold is null || !HoldOwner.FromHash(hold.OwnerHash).Equals(owner))
        {
            return null;
        }

        var now = time.GetUtcNow();
        // An order that was placed may finish, also when its organization is suspended meanwhile: it can be paid, so its buyer has to see it.
        var facts = hold.OrderId is null
            ? await selling.GetAsync(hold.PerformanceId, cancellationToken)
            : await selling.GetForOrderAsync(hold.PerformanceId, cancellationToken);
        if (facts is null)
        {
            return null;
        }

        var (performance, shown, venue) = await PerformanceReader.GetAsync(db, hold.PerformanceId, cancellationToken);
        var organization = await OrganizationReader.GetAsync(db, performance.OrganizationId, cancellationToken);
        var order = hold.OrderId is { } orderId ? await db.Orders.AsNoTracking().SingleAsync(o => o.Id == orderId, cancellationToken) : null;
        if (order is not null && !OrderAccess.OpensByCookie(order, user))
        {
            return null;
        }

        var held = HeldContent.Of(hold);
        // Refused reductions are shown as they were chosen, with the reason; no order has them.
        var prices = HeldPrices.Of(facts, hold, reductions ?? ChosenReductions.Read(hold.Reductions));
        var (promo, refusal) = await TryPromoAsync(db, promoCode, order, facts, prices.Items, now, cancellationToken);
        var items = CheckoutItems.Of(facts, hold, prices, promo, organization.PricesIncludeTax, now);
        await OrderExtras.ShowAsync(db, order, cancellationToken);
        var categories = OrderDraft.Categories(facts, held);
        var offered = await OrderExtras.OfferedAsync(db, facts.Terms.Event, cancellationToken);
        var own = order?.Extras ?? [];
        var keepsOwn = extras is null || ExtraChoices.AreSame(own, extras);
        var faults = keepsOwn ? [] : ExtraChoices.Check(offered, extras!, categories, performance.Currency, own);
        return new CheckoutView
        {
            Offered = offered.FindAll(extra => extra.Currency == performance.Currency && ExtraChoices.IsFor(extra, categories)),
            Extras = keepsOwn ? [.. own.Where(unit => unit.Live)] : ExtraChoices.Price(
                offered, [.. extras!.Where(choice => faults.All(fault => fault.Extra != choice.Extra))], categories, default,
                organization.PricesIncludeTax, performance.Currency),
            ExtraFaults = faults,
            Categories = categories,
            Asked = OrderDraft.QuestionsFor(facts, held),
            Answers = order is null || facts.Questions.IsEmpty ? OrderQuestions.None : await OrderQuestionsReader.ReadAsync(
                db, await db.Orders.AsNoTracking().Include(o => o.Items).SingleAsync(o => o.Id == order.Id, cancellationToken), facts, cancellationToken),
            Hold = hold,
            Order = order,
            Performance = performance,
            Event = shown,
            Venue = venue,
            Organization = organization,
            Items = items,
            IsPublic = order is null || await selling.GetAsync(hold.PerformanceId, cancellationToken) is not null,
            Promo = promo,
            PromoRefusal = refusal,
            ReductionRefusal = prices.Refusal,
            Missing = CheckoutItems.Missing(facts, hold, prices, items),
            Remaining = Remaining(hold, order, now),
            CanExtend = order is null ? !hold.Extended : ExtendPaymentHandler.IsAllowed(hold, order),
        };
    }

    private static async Task<(PromoCode? Promo, PlaceOrderRefusal? Refusal)> TryPromoAsync(
        TicketingDbContext db, string? typed, Order? order, SellingFacts facts, IReadOnlyList<PricedItem> items, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (order?.PromoCodeId is { } used)
        {
            var current = await db.PromoCodes.AsNoTracking().SingleAsync(p => p.Id == used, cancellationToken);
            if (typed is null || PromoCode.Normalize(typed) == current.Code)
            {
                return (current, null);
            }
        }

        if (string.IsNullOrWhiteSpace(typed))
        {
            return (null, null);
        }

        var found = await PromoCodes.FindAsync(db, typed, facts.Terms, items, now, cancellationToken);
        return found.Succeeded ? (found.Value, null) : (null, found.Refusal);
    }

    internal static TimeSpan Remaining(Hold hold, Order? order, DateTimeOffset now)
    {
        var until = order?.ExpiresAt ?? hold.ExpiresAt;
        var ended = order is null ? hold.Status != HoldStatus.Active : order.Status != OrderStatus.AwaitingPayment;
        return ended || until <= now ? TimeSpan.Zero : until - now;
    }
}

/// <summary>The checkout's content.</summary>
public sealed record CheckoutView
{
    public required Hold Hold { get; init; }

    /// <summary>The hold's order, without its items; null until it is placed.</summary>
    public required Order? Order { get; init; }

    public required Performance Performance { get; init; }

    public required Event Event { get; init; }

    public required Venue Venue { get; init; }

    public required Organization Organization { get; init; }

    public required IReadOnlyList<CheckoutItem> Items { get; init; }

    /// <summary>Whether the performance is still shown and sold; false only with an order.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>The promo code included in the amounts.</summary>
    public required PromoCode? Promo { get; init; }

    /// <summary>Why the entered promo code does not apply.</summary>
    public required PlaceOrderRefusal? PromoRefusal { get; init; }

    /// <summary>Why no order can have the chosen reductions; null: it can.</summary>
    public PlaceOrderRefusal? ReductionRefusal { get; init; }

    /// <summary>Tiers that cost less with a few more seats: the tier's name, how many more, and what each seat costs then.</summary>
    public IReadOnlyList<(string Tier, int Seats, Money Price)> Missing { get; init; } = [];

    /// <summary>Whether a reduction can be chosen for any seat.</summary>
    public bool HasChoices => Items.Any(item => !item.Tier.Reductions.IsEmpty);

    /// <summary>The time left to pay; zero after expiry.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>Whether the time can be extended, which works once.</summary>
    public required bool CanExtend { get; init; }

    /// <summary>The extras that this order can have, by position.</summary>
    public required IReadOnlyList<Extra> Offered { get; init; }

    /// <summary>The chosen units, included in the amounts.</summary>
    public required IReadOnlyList<OrderExtra> Extras { get; init; }

    /// <summary>Why chosen extras cannot be ordered.</summary>
    public required IReadOnlyList<ExtraFault> ExtraFaults { get; init; }

    /// <summary>The category of each seat.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>What the organizer asks; null: nothing.</summary>
    public required QuestionsToOrder? Asked { get; init; }

    /// <summary>The answers that the order has.</summary>
    public required OrderQuestions Answers { get; init; }

    public Money Subtotal => Sum(item => item.Price) + ExtrasOf(unit => unit.Price);

    public Money Discount => Sum(item => item.Amounts.Discount);

    public Money Fees => Sum(item => item.Fee);

    public Money Tax => Sum(item => item.Amounts.Tax) + ExtrasOf(unit => unit.Tax);

    public Money Total => Sum(item => item.Amounts.Total) + ExtrasOf(unit => unit.Total);

    private Money Sum(Func<CheckoutItem, long> amount) => new(Items.Sum(amount), Performance.Currency);

    private Money ExtrasOf(Func<OrderExtra, long> amount) => new(Extras.Sum(amount), Performance.Currency);
}

/// <summary>A seat in the checkout; amounts in minor units of the performance's currency.</summary>
public sealed record CheckoutItem(
    string Label, SeatPlace Place, string TierName, long Price, long Fee, ItemAmounts Amounts)
{
    public required SeatIndex Seat { get; init; }

    /// <summary>The name of the chosen reduction, which the group price may undercut; null: none.</summary>
    public required string? Chosen { get; init; }

    public required SeatPrice Decided { get; init; }

    /// <summary>Its tier at the hold's full price, with the reductions that can be chosen for this seat.</summary>
    public required CatalogTier Tier { get; init; }
}
