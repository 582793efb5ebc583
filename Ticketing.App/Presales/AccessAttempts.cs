using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales;

/// <summary>
/// Enters a code for a request: limits wrong ones by the client's line and by its account, and keeps the proof of a right one in the
/// browser. An attempt counts before the code is looked up.
/// </summary>
internal sealed class AccessAttempts(EnterAccessCodeHandler handler, TimeProvider time)
{
    /// <returns>The accepted code, the refusal, or the time to wait: exactly one of them.</returns>
    public async Task<AccessAttempt> EnterAsync(HttpContext context, PerformanceId performance, string? code)
    {
        var (subject, account) = (performance.ToString(), AccountClaims.User(context.User)?.ToString());
        if (await FailedAttempts.CountAsync(context, FailureLimits.AccessCodes, subject) is { } wait)
        {
            return new AccessAttempt(null, null, wait);
        }

        if (account is not null && await FailedAttempts.CountAsync(context, FailureLimits.AccessCodesOfAccount, account) is { } longer)
        {
            return new AccessAttempt(null, null, longer);
        }

        var entered = await handler.HandleAsync(new EnterAccessCode(performance, code), context.RequestAborted);
        if (!entered.Succeeded && entered.Refusal == AccessCodeRefusal.Unknown)
        {
            return new AccessAttempt(null, entered.Refusal, null);
        }

        await FailedAttempts.ForgiveAsync(context, FailureLimits.AccessCodes, subject);
        if (account is not null)
        {
            await FailedAttempts.ForgiveAsync(context, FailureLimits.AccessCodesOfAccount, account);
        }

        if (!entered.Succeeded)
        {
            return new AccessAttempt(null, entered.Refusal, null);
        }

        AccessCookie.Keep(context, performance, entered.Value.Proof, entered.Value.ClosesAt, time.GetUtcNow());
        return new AccessAttempt(entered.Value, null, null);
    }
}

/// <summary>Result of entering a code.</summary>
/// <param name="Wait">Too many wrong codes: the time until the next attempt.</param>
internal sealed record AccessAttempt(EnteredCode? Entered, AccessCodeRefusal? Refusal, TimeSpan? Wait);
