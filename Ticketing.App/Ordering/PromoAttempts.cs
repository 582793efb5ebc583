using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.App.Ordering;

/// <summary>Limits guesses of promo codes, which are short words; see <see cref="FailureLimits.PromoCodes"/>.</summary>
internal static class PromoAttempts
{
    /// <summary>Counts an attempt with a code, before the code is looked up.</summary>
    /// <returns>Null: no code, or it may be tried; otherwise the time to wait.</returns>
    public static Task<TimeSpan?> RefuseAsync(HttpContext context, Guid hold, string? code) =>
        string.IsNullOrWhiteSpace(code)
            ? Task.FromResult<TimeSpan?>(null)
            : FailedAttempts.CountAsync(context, FailureLimits.PromoCodes, hold.ToString());

    /// <summary>Takes the attempt back, unless the code was refused.</summary>
    public static Task TriedAsync(HttpContext context, Guid hold, string? code, PlaceOrderRefusal? refusal) =>
        string.IsNullOrWhiteSpace(code) || IsOfTheCode(refusal)
            ? Task.CompletedTask
            : FailedAttempts.ForgiveAsync(context, FailureLimits.PromoCodes, hold.ToString());

    private static bool IsOfTheCode(PlaceOrderRefusal? refusal) => refusal is PlaceOrderRefusal.PromoUnknown
        or PlaceOrderRefusal.PromoNotValidNow or PlaceOrderRefusal.PromoNotApplicable or PlaceOrderRefusal.PromoUsedUp;
}
