using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;

namespace Ticketing.App.Inventory.Api;

/// <summary>Maps refused holds to problem+json.</summary>
internal static class HoldProblems
{
    public const string BudgetType = "seat-budget";

    public static ProblemHttpResult Of(RefusedHold refused, HttpResponse response) => refused.Reason switch
    {
        HoldRefusal.UnknownPerformance => NoPerformance(),
        HoldRefusal.NotOnSale => Problems.Of(
            StatusCodes.Status409Conflict, "not-on-sale", NotOnSaleDetail(refused.SaleState!.Value), ("saleState", refused.SaleState.Value.ToWord())),
        HoldRefusal.NothingAsked => Problems.Invalid("seats", "Ask for at least one seat."),
        HoldRefusal.UnknownSeats => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, Problems.ValidationType,
            $"Not for sale in this performance: {List(refused)}.", ("errors", Errors("seats", "Not for sale in this performance.")), ("seats", refused.Labels)),
        HoldRefusal.DuplicateSeats => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, Problems.ValidationType,
            $"Named more than once: {List(refused)}.", ("errors", Errors("seats", "Name each seat once.")), ("seats", refused.Labels)),
        HoldRefusal.TooManySeats => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "too-many-seats",
            string.Create(CultureInfo.InvariantCulture, $"At most {refused.SeatsMax} seats in one order."), ("seatsMax", refused.SeatsMax)),
        HoldRefusal.CompanionWithoutWheelchair => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "companion-alone",
            $"Companion seats are sold with their wheelchair place: {List(refused)}.", ("seats", refused.Labels)),
        HoldRefusal.LeavesSingleSeat => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "single-seat",
            $"This would leave single seats: {List(refused)}. Hold them too, or move by one seat.", ("seats", refused.Labels)),
        HoldRefusal.SeatsTaken => Problems.Of(
            StatusCodes.Status409Conflict, "seats-taken", $"Somebody was faster: {List(refused)}.", ("seats", refused.Labels)),
        HoldRefusal.NotEnoughSeats => Problems.Of(
            StatusCodes.Status409Conflict, "seats-taken", "There are not enough seats of this kind left.", ("seats", refused.Labels)),
        HoldRefusal.HoldNotActive => Expired(),
        HoldRefusal.Busy => Busy(refused.RetryAfter, response),
        HoldRefusal.RequestKeyReused => Problems.KeyReused(),
        HoldRefusal.OverBudget => OverBudget(refused, response),
        HoldRefusal.PassTaken => Problems.Of(
            StatusCodes.Status403Forbidden, "pass-taken",
            "Your admission pass is in use for another hold. Send that hold's secret, or join the queue again."),
        HoldRefusal.HoldTimeSpent => Problems.Of(
            StatusCodes.Status409Conflict, "hold-time-spent",
            $"You have held these seats for as long as one buyer may: {List(refused)}. Choose others.", ("seats", refused.Labels)),
        HoldRefusal.AccessCodeNeeded when refused.Labels.Count > 0 => Problems.Of(
            StatusCodes.Status403Forbidden, "access-code-needed",
            $"Sold with an access code only: {List(refused)}. Exchange the code at /access-code of the performance, and send the proof in the header Access-Code.",
            ("seats", refused.Labels)),
        HoldRefusal.AccessCodeNeeded => Problems.Of(
            StatusCodes.Status403Forbidden, "access-code-needed",
            "Only a presale sells at this time. Exchange its code at /access-code of the performance, and send the proof in the header Access-Code."),
        HoldRefusal.PresaleClosed => Problems.Of(
            StatusCodes.Status409Conflict, "presale-closed", "The presale of this access code is not open now."),
        HoldRefusal.SeatsNotInPresale => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "seats-not-in-presale",
            $"The presale of this access code does not sell: {List(refused)}.", ("seats", refused.Labels)),
        HoldRefusal.TierNotOnSale => Problems.Of(
            StatusCodes.Status409Conflict, "tier-not-on-sale",
            $"The sale of their price tier is not open, see the tiers of the performance: {List(refused)}.", ("seats", refused.Labels)),
        HoldRefusal.TierMaximum => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "tier-maximum",
            string.Create(CultureInfo.InvariantCulture, $"At most {refused.SeatsMax} seats of {List(refused)} in one order."), ("seatsMax", refused.SeatsMax)),
        HoldRefusal.TierMinimum => Problems.Of(
            StatusCodes.Status422UnprocessableEntity, "tier-minimum",
            string.Create(CultureInfo.InvariantCulture, $"At least {refused.SeatsMin} seats of {List(refused)} in one order."), ("seatsMin", refused.SeatsMin)),
    };

    public static ProblemHttpResult Expired() => Problems.Of(
        StatusCodes.Status410Gone, "hold-expired", "The hold has expired, or its seats were released or ordered. Hold them again.");

    public static ProblemHttpResult NoPerformance() => Problems.NotFound("There is no such performance.");

    public static ProblemHttpResult NoHold() => Problems.NotFound("There is no such hold, or it is not yours.");

    public static ProblemHttpResult NoSecret() => Problems.Of(
        StatusCodes.Status401Unauthorized, "unauthorized", "Send the hold's secret as a bearer token.");

    private static ProblemHttpResult Busy(TimeSpan retryAfter, HttpResponse response)
    {
        response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "unavailable", "Too many requests at once. Try again in a few seconds.");
    }

    // The way on: a proof of work, or where even that does not help, time.
    private static ProblemHttpResult OverBudget(RefusedHold refused, HttpResponse response)
    {
        if (refused.Proof is { } proof)
        {
            return Problems.Of(
                StatusCodes.Status429TooManyRequests, BudgetType,
                "Many seats of this performance are held from your network. Find a number for which SHA-256 of 'challenge.number' starts with "
                + "'bits' zero bits, and repeat the request with 'challenge.number' in the header Seat-Proof and the hold's secret.",
                ("challenge", proof.Challenge), ("bits", proof.Bits));
        }

        response.Headers.RetryAfter = Math.Ceiling(refused.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status429TooManyRequests, BudgetType,
            "As many seats of this performance as one network may have are held in yours or have just been bought. Try again in a few minutes.");
    }

    private static string NotOnSaleDetail(SaleState state) => state switch
    {
        SaleState.NotYetOnSale => "The sale has not begun yet.",
        SaleState.OnSale => throw new InvariantException("refused although on sale"),
        SaleState.Paused => "The sale is paused.",
        SaleState.Ended => "The sale has ended.",
        SaleState.Cancelled => "The performance is cancelled.",
        SaleState.Postponed => "The performance is postponed.",
    };

    private static string List(RefusedHold refused) => string.Join(", ", refused.Labels);

    private static Dictionary<string, string[]> Errors(string field, string message) => new() { [field] = [message] };
}
