using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.App.Inventory.Pages;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Inventory.Api;

/// <summary>Notices of the seat page for refused holds.</summary>
internal static class HoldMessages
{
    public static SeatNotice Of(RefusedHold refused, CompiledPlan plan, IStringLocalizer<Texts> texts)
    {
        var seats = SeatNames.Of(refused.Seats, plan, texts);
        return refused.Reason switch
        {
            HoldRefusal.SeatsTaken when refused.Seats.Count == 1 =>
                Notice("seats-taken", texts["Somebody was a moment faster: {0} has just been taken.", seats]),
            HoldRefusal.SeatsTaken => Notice("seats-taken", texts["Somebody was a moment faster: {0} have just been taken.", seats]),
            HoldRefusal.NotEnoughSeats => Notice("not-enough-seats", texts["There are not enough seats of this kind left. Try fewer seats, another price, or seats apart."]),
            HoldRefusal.TooManySeats => Notice("too-many-seats", texts["An order can have at most {0} seats. Give one back to pick another.", refused.SeatsMax]),
            HoldRefusal.CompanionWithoutWheelchair =>
                Notice("companion-alone", texts["Companion seats go with the wheelchair place beside them. Please pick that one, too."]) with { Shown = refused.Seats },
            HoldRefusal.LeavesSingleSeat =>
                Notice("single-seat", texts["Your choice would leave {0} as a single seat between taken ones. Please move by one seat or take it, too.", seats]) with { Shown = refused.Seats },
            HoldRefusal.NotOnSale => OfSale(refused.SaleState ?? SaleState.Ended, texts),
            HoldRefusal.HoldNotActive => Notice("hold-gone", texts["The time for your seats ran out, so they are free again. Please pick once more."]),
            HoldRefusal.Busy => Notice("busy", texts["Many people are picking seats right now. Please try again in a moment."]),
            HoldRefusal.OverBudget => Notice(
                "seat-budget", texts["Many seats for this date are being held from your network at the moment. Please try again in a few minutes, or use another connection."]),
            HoldRefusal.PassTaken =>
                Notice("pass-taken", texts["Your admission is already in use on another device. Please finish there, or join the queue again."]) with { OffersQueue = true },
            HoldRefusal.HoldTimeSpent => Notice(
                "hold-time-spent", texts["You have kept {0} for as long as one person may. Others get their turn now: please pick other seats.", seats]),
            HoldRefusal.AccessCodeNeeded when refused.Labels.Count > 0 =>
                Notice("access-code-needed", texts["These seats are sold with an access code only. Enter it above; if you have, it is not valid any more or has been used up."]) with { Shown = refused.Seats },
            HoldRefusal.AccessCodeNeeded => Notice(
                "access-code-needed", texts["Your presale code is not valid any more, or has been used up. Reload the page to enter another one."]),
            HoldRefusal.PresaleClosed => Notice("presale-closed", texts["The presale of your code is not open now."]),
            HoldRefusal.SeatsNotInPresale =>
                Notice("seats-not-in-presale", texts["Your presale does not sell these seats. Please pick seats of another category."]) with { Shown = refused.Seats },
            HoldRefusal.TierNotOnSale =>
                Notice("tier-not-on-sale", texts["These seats are not on sale at the moment; the price list says when. Please pick seats of another price."]) with { Shown = refused.Seats },
            HoldRefusal.TierMaximum => Notice("tier-maximum", texts["An order can have at most {0} seats of {1}.", refused.SeatsMax, string.Join(", ", refused.Labels)]),
            HoldRefusal.TierMinimum => Notice("tier-minimum", texts["An order needs at least {0} seats of {1}. Please pick more, or give these back.", refused.SeatsMin, string.Join(", ", refused.Labels)]),
            HoldRefusal.UnknownPerformance or HoldRefusal.UnknownSeats or HoldRefusal.DuplicateSeats or HoldRefusal.NothingAsked or HoldRefusal.RequestKeyReused =>
                Notice("unknown", texts["That did not work. Please reload the page and try again."]),
        };
    }

    /// <summary>The notice for a hold that another tab has ordered, paid or given back; null: its time ran out.</summary>
    public static SeatNotice? OfEnd(BasketHold? hold, IStringLocalizer<Texts> texts) => hold?.State switch
    {
        BasketState.AwaitingPayment when hold.Remaining > TimeSpan.Zero =>
            Notice("awaiting-payment", texts["Your order is waiting for payment. Its seats are kept for you."]) with
            {
                Link = (AppUrls.Checkout(hold.Hold.Value), texts["Continue to payment"]),
            },
        BasketState.Paid => Notice("paid", texts["Your order is paid: these seats are yours."]) with
        {
            IsGood = true,
            Link = (AppUrls.Order(hold.OrderNumber!), texts["To your tickets"]),
        },
        BasketState.GivenBack => Notice("given-back", texts["You gave your seats back in another tab."]),
        _ => null,
    };

    /// <summary>The notice for a sale state in which nothing can be picked.</summary>
    public static SeatNotice OfSale(SaleState state, IStringLocalizer<Texts> texts) => state switch
    {
        SaleState.NotYetOnSale => Notice("not-yet-on-sale", texts["The sale has not begun yet. You can look around already."]),
        SaleState.OnSale => Notice("on-sale", texts["The sale is open."]) with { IsGood = true },
        SaleState.Paused => Notice("paused", texts["The sale is paused for a moment. Seats in your basket stay yours until their time runs out."]),
        SaleState.Ended => Notice("ended", texts["The sale has ended."]),
        SaleState.Cancelled => Notice("cancelled", texts["This performance has been cancelled. Tickets are refunded."]),
        SaleState.Postponed => Notice("postponed", texts["This performance has been postponed. There will be a new date."]),
    };

    /// <summary>The same, with the start of the sale in the venue's local time.</summary>
    public static SeatNotice OfSale(SaleState state, IStringLocalizer<Texts> texts, SeatSale sale)
    {
        var begin = VenueTime.At(sale.OnSaleAt, sale.TimeZone);
        return state == SaleState.NotYetOnSale
            ? Notice("not-yet-on-sale", texts["The sale begins on {0} at {1} ({2}). You can look around already.",
                VenueTime.LongDay(begin, CultureInfo.CurrentCulture), VenueTime.Time(begin, CultureInfo.CurrentCulture), VenueTime.Zone(begin)])
            : OfSale(state, texts);
    }

    private static SeatNotice Notice(string reason, LocalizedString text) => new(reason, text);
}
