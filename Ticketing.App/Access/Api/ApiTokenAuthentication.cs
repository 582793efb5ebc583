using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Api;

/// <summary>
/// Reads API tokens from <c>Authorization: Bearer</c>. Order tokens and hold secrets use the same header; they have another
/// format and are neither looked up nor refused here.
/// </summary>
internal sealed class ApiTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder), IAuthenticationRequestHandler
{
    public const string SchemeName = "Bearer";
    private const string HeaderPrefix = SchemeName + " ";

    /// <summary>The API token of a request to the API; null when there is none.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments(AppUrls.ApiRoot, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = header.AsSpan(HeaderPrefix.Length).Trim();
        return ApiTokens.IsToken(token) ? token.ToString() : null;
    }

    /// <summary>
    /// Refuses an expired or revoked API token with 401. Ignoring it would place an account's order as a guest's.
    /// </summary>
    public async Task<bool> HandleRequestAsync()
    {
        if (TokenOf(Request) is null || (await AuthenticateAsync()).Succeeded)
        {
            return false;
        }

        await ChallengeAsync(null);
        await Problems.Of(StatusCodes.Status401Unauthorized, "invalid-token", "The token is expired or revoked. Sign in again.").ExecuteAsync(Context);
        return true;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        return await tokens.FindAsync(token, Context.RequestAborted) is { } owner
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(AccountClaims.Identity(owner, Scheme.Name)), Scheme.Name))
            : AuthenticateResult.Fail("The token is not known.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }
}
