using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Payments;

namespace Ticketing.App.BoxOffice;

/// <summary>Sentences of the box office.</summary>
internal static class BoxOfficeTexts
{
    private const int NamesMax = 6;

    public static string Describe(SellRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        SellRefusal.NotFound => L["This date can no longer be found. Reload the page."],
        SellRefusal.HoldExpired => L["The time for these seats ran out, so nothing was sold. Choose the seats again."],
        SellRefusal.NotOnSale => L["This date is paused, cancelled, postponed or over: nothing was sold."],
        SellRefusal.NoShift => L["Open your shift first: cash belongs to a drawer of this currency."],
        SellRefusal.GivenTooLittle => L["That is less than the total."],
        SellRefusal.ReasonNeeded => L["Say why the tickets are free."],
        SellRefusal.NoteInvalid => L["At most 200 characters."],
        SellRefusal.BuyerInvalid => L["Check the name and the e-mail address, or leave them empty."],
        SellRefusal.QuoteOutdated => L["The total has changed. Nothing was sold; check the new total."],
        SellRefusal.ReductionUnknown => L["A chosen price is no longer offered for these seats. Choose another one."],
        SellRefusal.ReductionNotForSeat => L["The companion's price is for companion seats, one for each wheelchair place."],
        SellRefusal.ReductionLimit => L["More seats have this reduced price than it allows in one sale."],
        SellRefusal.CompReduced => L["A complimentary ticket has no reduced price."],
        SellRefusal.TooOften => TooOften(L),
    };

    public static string Describe(RefusedHold refused, IStringLocalizer<Texts> L) => refused.Reason switch
    {
        HoldRefusal.SeatsTaken => L["Just taken: {0}. Choose other seats.", Names(refused.Labels)],
        HoldRefusal.NotEnoughSeats => L["There are not enough such seats left. Try fewer, another price, or seats apart."],
        HoldRefusal.TooManySeats or HoldRefusal.TierMaximum => L["At most {0} seats can be sold at once.", refused.SeatsMax],
        HoldRefusal.NotOnSale => L["This date is paused, cancelled, postponed or over."],
        HoldRefusal.UnknownSeats or HoldRefusal.DuplicateSeats or HoldRefusal.NothingAsked => L["There is no such seat with a price: {0}", Names(refused.Labels)],
        HoldRefusal.Busy => L["The shop is busy. Try again in a moment."],
        HoldRefusal.UnknownPerformance => L["This date can no longer be found. Reload the page."],
        HoldRefusal.HoldNotActive => L["The time for these seats ran out. Choose them again."],

        // Limits and presales of buyers: the box office has none.
        HoldRefusal.CompanionWithoutWheelchair or HoldRefusal.LeavesSingleSeat or HoldRefusal.RequestKeyReused or HoldRefusal.OverBudget
            or HoldRefusal.PassTaken or HoldRefusal.HoldTimeSpent or HoldRefusal.AccessCodeNeeded or HoldRefusal.PresaleClosed
            or HoldRefusal.SeatsNotInPresale or HoldRefusal.TierNotOnSale or HoldRefusal.TierMinimum => L["That did not work. Try again."],
    };

    public static string Describe(RefusedAllotment refused, IStringLocalizer<Texts> L) => refused.Reason switch
    {
        AllotmentRefusal.NotFound => L["This allotment can no longer be found. Reload the page."],
        AllotmentRefusal.Invalid => L["Some values are missing or not right. They are marked below."],
        AllotmentRefusal.NothingChosen => L["Choose at least one seat, on the map or by its name."],
        AllotmentRefusal.UnknownSeats => L["There is no seat, row or section of this name, or too few free places: {0}", Names(refused.Names)],
        AllotmentRefusal.SeatsTaken => L["Held, sold, or in another allotment: {0}. Nothing was changed.", Names(refused.Names)],
        AllotmentRefusal.Released => L["This allotment has ended."],
        AllotmentRefusal.LimitReached => L["A date can have at most {0} allotments. Release one first.", Allotment.PerPerformanceMax],
        AllotmentRefusal.TooOften => TooOften(L),
    };

    public static string Describe(ShiftRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        ShiftRefusal.NotFound => L["This shift can no longer be found. Reload the page."],
        ShiftRefusal.MembersOnly => L["Only members have a drawer."],
        ShiftRefusal.AlreadyOpen => L["Your shift is open already."],
        ShiftRefusal.AlreadyClosed => L["This shift is closed already."],
        ShiftRefusal.AmountInvalid => L["Enter an amount like 150.00."],
        ShiftRefusal.CurrencyInvalid => L["Enter a currency like EUR."],
        ShiftRefusal.NoteInvalid => L["At most 200 characters."],
        ShiftRefusal.TooOften => TooOften(L),
    };

    public static string Describe(AllotmentKind kind, IStringLocalizer<Texts> L) => kind switch
    {
        AllotmentKind.BoxOffice => L["Box office"],
        AllotmentKind.Partner => L["Partner"],
        AllotmentKind.Sponsor => L["Sponsor"],
        AllotmentKind.Press => L["Press"],
        AllotmentKind.Artist => L["Artist"],
    };

    public static string Describe(BoxOfficeMeans means, IStringLocalizer<Texts> L) => means switch
    {
        BoxOfficeMeans.Cash => L["Cash"],
        BoxOfficeMeans.Terminal => L["Card terminal"],
        BoxOfficeMeans.Comp => L["Complimentary"],
    };

    public static string Money(long amount, string currency) => new Money(amount, currency).Format(CultureInfo.CurrentCulture);

    private static string TooOften(IStringLocalizer<Texts> L) => L["You have changed too much within a short time. Wait a few minutes."];

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamesMax)) + (names.Count > NamesMax ? " …" : "");
}
