using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Holds;

namespace Ticketing.App.Inventory.Api;

/// <summary>Offers of the best available seats, before anything is held.</summary>
internal static class BestSeatsEndpoints
{
    /// <param name="quantity">Number of places, wheelchair and companion places included. Default: one.</param>
    /// <param name="tier">The name of a price tier. Default: any; seats of a higher price first.</param>
    /// <param name="together">Only seats side by side in one row. Default: true.</param>
    /// <param name="wheelchairs">Wheelchair places among them. Default: none.</param>
    public static async Task<Results<Ok<BestSeatsResponse>, ProblemHttpResult>> GetAsync(
        Guid id, HttpContext context, SeatOfferFinder finder,
        string? quantity = null, string? tier = null, string? together = null, string? wheelchairs = null)
    {
        var (seats, isTogether, places) = (1, true, 0);
        if (!string.IsNullOrEmpty(quantity) && !int.TryParse(quantity, NumberStyles.None, CultureInfo.InvariantCulture, out seats))
        {
            return Problems.Invalid("quantity", "Say how many seats, at least one.");
        }

        if (!string.IsNullOrEmpty(together) && !bool.TryParse(together, out isTogether))
        {
            return Problems.Invalid("together", "Say true or false.");
        }

        if (!string.IsNullOrEmpty(wheelchairs) && !int.TryParse(wheelchairs, NumberStyles.None, CultureInfo.InvariantCulture, out places))
        {
            return Problems.Invalid("wheelchairs", "Say how many wheelchair places.");
        }

        var wish = HoldEndpoints.BestWish("quantity", "wheelchairs", seats, string.IsNullOrEmpty(tier) ? null : tier, isTogether, places);
        if (!wish.Succeeded)
        {
            return wish.Refusal;
        }

        var found = await finder.FindAsync(new PerformanceId(id), wish.Value, AccessCookie.Shown(context, new PerformanceId(id)), context.RequestAborted);
        return found.Succeeded ? TypedResults.Ok(BestSeatsResponse.Of(found.Value)) : HoldProblems.Of(found.Refusal, context.Response);
    }
}
