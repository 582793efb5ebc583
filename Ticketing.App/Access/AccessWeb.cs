using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ticketing.App.Access.Api;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Access;

/// <summary>Authentication of requests: session cookie on pages, API token where one is sent.</summary>
internal static class AccessWeb
{
    private const string AnyScheme = "session-or-token";

    public static void AddAccessWeb(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAccess();
        services.AddSingleton(provider => Links(provider.GetRequiredService<IOptions<SiteOptions>>().Value));
        services.AddAuthentication(options => options.DefaultScheme = AnyScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ApiTokenAuthentication.SchemeName, null)
            .AddPolicyScheme(AnyScheme, null, options => options.ForwardDefaultSelector = context =>
                ApiTokenAuthentication.TokenOf(context.Request) is null ? IdentityConstants.ApplicationScheme : ApiTokenAuthentication.SchemeName);
        services.Configure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, SendToPages);
        services.Configure<AuthorizationOptions>(AccessPolicies.AddTo);
        services.AddScoped<IAuthorizationHandler, CallerAuthorization>();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<PresenceProof>();
    }

    /// <summary>Redirects pages to the sign-in; answers programs with the status, which becomes problem+json.</summary>
    private static void SendToPages(CookieAuthenticationOptions options)
    {
        options.LoginPath = AppUrls.Login;
        options.LogoutPath = AppUrls.AccountLogout;
        options.AccessDeniedPath = AppUrls.AccountDenied;
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = context => Redirect(context, StatusCodes.Status401Unauthorized);
        options.Events.OnSigningIn = context =>
        {
            // Another account than before: its holder must not find the basket and the orders of the one before.
            if (AccountClaims.User(context.HttpContext.User) is { } before && before != AccountClaims.User(context.Principal!))
            {
                BuyerKey.Forget(context.HttpContext);
            }

            return Task.CompletedTask;
        };
        options.Events.OnSigningOut = context =>
        {
            BuyerKey.Forget(context.HttpContext);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context => Redirect(context, StatusCodes.Status403Forbidden);
    }

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (ErrorResponses.IsForPrograms(context.Request))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }

    // The configured address, never the request's Host header: a forged header would put another host into the links of mails.
    private static AccountLinks Links(SiteOptions site) => new(
        (user, token, returnUrl) => site.Absolute(AppUrls.ConfirmEmail(user.Value, token, returnUrl)).AbsoluteUri,
        (user, token) => site.Absolute(AppUrls.ResetPassword(user.Value, token)).AbsoluteUri,
        (user, email, token) => site.Absolute(AppUrls.ConfirmNewEmail(user.Value, email, token)).AbsoluteUri,
        () => site.Absolute(AppUrls.SignIn()).AbsoluteUri);
}
