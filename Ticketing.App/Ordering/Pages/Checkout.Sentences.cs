using Ticketing.Core.Ordering;

namespace Ticketing.App.Ordering.Pages;

/// <content>Why an order is refused, in words.</content>
public sealed partial class Checkout
{
    private string Sentence(PlaceOrderRefusal refusal) => refusal switch
    {
        PlaceOrderRefusal.HoldNotFound => texts["We cannot find this basket"],
        PlaceOrderRefusal.HoldExpired => texts["The time for these seats has run out"],
        PlaceOrderRefusal.NotOnSale => texts["This performance is no longer on sale."],
        PlaceOrderRefusal.CompanionWithoutWheelchair => texts["A companion seat is sold only with the wheelchair place beside it. Please change your seats."],
        PlaceOrderRefusal.TierMinimum => texts["An order needs more seats of one of these price categories. Please change your seats."],
        PlaceOrderRefusal.TierMaximum => texts["An order can have fewer seats of one of these price categories. Please change your seats."],
        PlaceOrderRefusal.BuyerInvalid => texts["Some details are missing or not right. They are marked below."],
        PlaceOrderRefusal.AnswersInvalid => texts["Some details are missing or not right. They are marked below."],
        PlaceOrderRefusal.ExtrasInvalid => texts["An extra cannot be ordered as you chose it. See below."],
        PlaceOrderRefusal.ExtraSoldOut => texts["Somebody else has just bought the last of an extra. Choose fewer, or leave it out."],
        PlaceOrderRefusal.BuyerLimit => texts["With these seats you would have more tickets than one person may buy for this performance ({0}).", _view?.Performance.SeatsPerBuyerMax ?? 0],
        PlaceOrderRefusal.PromoUnknown => texts["We do not know this code. Check it for typing errors."],
        PlaceOrderRefusal.PromoNotValidNow => texts["This code is not valid today."],
        PlaceOrderRefusal.PromoNotApplicable => texts["This code is not for these seats."],
        PlaceOrderRefusal.PromoUsedUp => texts["This code has been used up."],
        PlaceOrderRefusal.ReductionUnknown => texts["A reduced price that you have chosen is no longer offered. Please choose again."],
        PlaceOrderRefusal.ReductionNotForSeat => texts["This reduced price is for one companion seat for each wheelchair place. Please choose again."],
        PlaceOrderRefusal.ReductionLimit => texts["More seats have a reduced price than it allows in an order. Please choose again."],
        PlaceOrderRefusal.AccessCodeNeeded => texts["These seats are sold with an access code only. Enter it on the page of the seats, then come back."],
        PlaceOrderRefusal.AccessCodeUsedUp => texts["Your access code has been used up by another order. Enter another code on the page of the seats."],
        PlaceOrderRefusal.AccessCodeOfAnother => texts["Your access code is for another e-mail address. Please order with the address that it was sent to."],
        PlaceOrderRefusal.SeatsNotInPresale => texts["Your access code is not for all of these seats. Please change your seats."],
        PlaceOrderRefusal.PaymentUnderWay => texts["A payment for this order is in progress in another tab. Wait until it has finished."],
        PlaceOrderRefusal.AmountTooSmall => texts["The total is less than can be paid by card. Choose more seats, or leave the promo code out."],
        PlaceOrderRefusal.AmountTooLarge => texts["The total is more than can be paid at once. Order fewer seats."],
        PlaceOrderRefusal.PaymentRefused => texts["The payment provider does not accept this payment. Change your order, or give the seats back."],
        PlaceOrderRefusal.PaymentUnavailable => texts["The payment provider does not answer at the moment. Your seats are kept: try again in a few seconds."],
        PlaceOrderRefusal.Busy or PlaceOrderRefusal.RequestKeyReused => texts["Many people are buying right now. Your seats are kept: try again in a few seconds."],
    };
}
