using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Ordering.Api;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Payments;

namespace Ticketing.App.BoxOffice.Api;

/// <summary>The answers of refused commands.</summary>
internal static class BoxOfficeProblems
{
    public static ProblemHttpResult Of(RefusedAllotment refused) => refused.Reason switch
    {
        AllotmentRefusal.NotFound => Problems.NotFound("There is no such performance or allotment."),
        AllotmentRefusal.Invalid => Problems.Invalid(refused.Faults.GroupBy(fault => char.ToLowerInvariant(fault.Field[0]) + fault.Field[1..])
            .ToDictionary(field => field.Key, field => field.Select(fault => fault.Sentence).ToArray())),
        AllotmentRefusal.NothingChosen => Invalid("seats", "Name at least one seat that can be chosen."),
        AllotmentRefusal.UnknownSeats => Invalid("seats", $"Unknown, or too few free places: {Names(refused.Names)}."),
        AllotmentRefusal.SeatsTaken => Problems.Of(409, "seats-taken", $"Held, sold, or in another allotment: {Names(refused.Names)}."),
        AllotmentRefusal.Released => Problems.Of(409, "allotment-released", "The allotment has ended."),
        AllotmentRefusal.LimitReached => Problems.Of(
            409, "limit-reached", $"A performance can have at most {Allotment.PerPerformanceMax} allotments that last."),
        AllotmentRefusal.TooOften => TooOften(),
    };

    public static ProblemHttpResult Of(RefusedHold refused) => refused.Reason switch
    {
        HoldRefusal.UnknownPerformance => Problems.NotFound("There is no such performance."),
        HoldRefusal.NotOnSale => Problems.Of(409, "not-on-sale", "The performance is paused, cancelled, postponed or over."),
        HoldRefusal.NothingAsked => Invalid("seats", "Name at least one seat."),
        HoldRefusal.UnknownSeats or HoldRefusal.DuplicateSeats => Invalid("seats", $"Unknown, without a price, or twice: {Names(refused.Labels)}."),
        HoldRefusal.TierMaximum => Invalid("seats", $"At most {refused.SeatsMax} seats of {Names(refused.Labels)} can be sold at once."),
        HoldRefusal.TooManySeats => Invalid("seats", $"At most {refused.SeatsMax} seats can be sold at once."),
        HoldRefusal.SeatsTaken or HoldRefusal.NotEnoughSeats =>
            Problems.Of(409, "seats-taken", $"Held or sold: {Names(refused.Labels)}."),
        HoldRefusal.Busy => Problems.Of(503, "busy", "The shop is busy. Try again in a moment."),
        HoldRefusal.HoldNotActive or HoldRefusal.RequestKeyReused or HoldRefusal.CompanionWithoutWheelchair or HoldRefusal.LeavesSingleSeat
            or HoldRefusal.OverBudget or HoldRefusal.PassTaken or HoldRefusal.HoldTimeSpent or HoldRefusal.AccessCodeNeeded
            or HoldRefusal.PresaleClosed or HoldRefusal.SeatsNotInPresale or HoldRefusal.TierNotOnSale or HoldRefusal.TierMinimum => Problems.Of(409, "seats-taken", "The seats cannot be held."),
    };

    public static ProblemHttpResult Of(SellRefusal refusal) => refusal switch
    {
        SellRefusal.NotFound => Problems.NotFound("There is no such performance."),
        SellRefusal.HoldExpired => Problems.Of(409, "hold-expired", "The time for the seats ran out; nothing was sold."),
        SellRefusal.NotOnSale => Problems.Of(409, "not-on-sale", "The performance is paused, cancelled, postponed or over."),
        SellRefusal.NoShift => Problems.Of(409, "no-shift", "Cash needs an open shift in the performance's currency."),
        SellRefusal.GivenTooLittle => Invalid("given", "Less than the total."),
        SellRefusal.ReasonNeeded => Invalid("note", "Say why the tickets are free."),
        SellRefusal.NoteInvalid => Invalid("note", "At most 200 characters."),
        SellRefusal.BuyerInvalid => Invalid("email", "The name or the address is invalid."),
        SellRefusal.QuoteOutdated => Problems.Of(409, "quote-outdated", "The total is another one; nothing was sold."),
        SellRefusal.ReductionUnknown => OrderProblems.Of(PlaceOrderRefusal.ReductionUnknown),
        SellRefusal.ReductionNotForSeat => OrderProblems.Of(PlaceOrderRefusal.ReductionNotForSeat),
        SellRefusal.ReductionLimit => OrderProblems.Of(PlaceOrderRefusal.ReductionLimit),
        SellRefusal.CompReduced => Invalid("reductions", "A complimentary ticket has no reduced price."),
        SellRefusal.TooOften => TooOften(),
    };

    public static ProblemHttpResult Of(ShiftRefusal refusal) => refusal switch
    {
        ShiftRefusal.NotFound => Problems.NotFound("There is no such organization or shift."),
        ShiftRefusal.MembersOnly => Problems.Of(409, "members-only", "A key of an organization has no drawer."),
        ShiftRefusal.AlreadyOpen => Problems.Of(409, "shift-open", "Your shift is open already."),
        ShiftRefusal.AlreadyClosed => Problems.Of(409, "no-shift", "You have no open shift."),
        ShiftRefusal.AmountInvalid => Invalid("amount", "Enter an amount in minor units, from 0."),
        ShiftRefusal.CurrencyInvalid => Invalid("currency", "Enter an ISO 4217 code like EUR."),
        ShiftRefusal.NoteInvalid => Invalid("note", "At most 200 characters."),
        ShiftRefusal.TooOften => TooOften(),
    };

    /// <summary>A field's value is invalid.</summary>
    public static ProblemHttpResult Invalid(string field, string sentence) =>
        Problems.Invalid(new Dictionary<string, string[]> { [field] = [sentence] });

    private static ProblemHttpResult TooOften() => Problems.Of(429, "too-many-requests", "You have changed too much within a short time.");

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Take(10));
}
