using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Checks the session of each request against the database; the files of pages need no session.</summary>
internal static class SessionValidation
{
    /// <summary>Refuses the principal of an ended session, and takes its cookie from the browser.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return;
        }

        var signIns = http.RequestServices.GetRequiredService<SignIns>();
        if (context.Principal is not { } principal || await signIns.FindAsync(principal, http.RequestAborted) is not { } owner)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await signIns.SeenAsync(AccountClaims.Session(principal)!, owner, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
        // Refreshes the claims at the interval of its options.
        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    /// <summary>Keeps the session's id in a refreshed principal.</summary>
    public static Task KeepSession(SecurityStampRefreshingPrincipalContext context)
    {
        if (context.CurrentPrincipal is { } current && AccountClaims.Session(current) is { } session)
        {
            AccountClaims.AddSession(context.NewPrincipal!, session);
        }

        return Task.CompletedTask;
    }
}
