using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Keys;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Api;

/// <summary>
/// Reads API tokens of accounts and keys of organizations from <c>Authorization: Bearer</c>. Order tokens and hold secrets use the same header; they have another
/// format and are neither looked up nor refused here.
/// </summary>
internal sealed class ApiTokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder), IAuthenticationRequestHandler
{
    public const string SchemeName = "Bearer";
    private const string HeaderPrefix = SchemeName + " ";

    /// <summary>The API token or key of a request to the API; null when there is none.</summary>
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
        return ApiTokens.IsToken(token) || ApiKey.IsSecret(token) ? token.ToString() : null;
    }

    /// <summary>
    /// Refuses an expired or revoked token with 401: ignoring it would place an account's order as a guest's. Refuses an organization's key
    /// outside of the organizers' API with 403: it is no buyer.
    /// </summary>
    public async Task<bool> HandleRequestAsync()
    {
        if (TokenOf(Request) is not { } token)
        {
            return false;
        }

        var isKey = ApiKey.IsSecret(token);
        if (!(await AuthenticateAsync()).Succeeded)
        {
            await ChallengeAsync(null);
            await Problems.Of(
                StatusCodes.Status401Unauthorized, "invalid-token",
                isKey ? "The key is expired or revoked." : "The token is expired or revoked. Sign in again.").ExecuteAsync(Context);
            return true;
        }

        if (isKey && !Request.Path.StartsWithSegments(AppUrls.ApiOrganizer, StringComparison.OrdinalIgnoreCase))
        {
            await Problems.Of(
                StatusCodes.Status403Forbidden, "key-not-accepted",
                $"Keys of organizations are accepted below {AppUrls.ApiOrganizer} only.").ExecuteAsync(Context);
            return true;
        }

        return false;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TokenOf(Request) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (ApiKey.IsSecret(token))
        {
            return await keys.FindAsync(token, Context.RequestAborted) is { } key
                ? Success(AccountClaims.Identity(
                    key, ApiScopes.AreasOf(key.Scopes, HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method)), Scheme.Name))
                : AuthenticateResult.Fail("The key is not known.");
        }

        return await tokens.FindAsync(token, Context.RequestAborted) is { } owner
            ? Success(AccountClaims.Identity(owner, Scheme.Name))
            : AuthenticateResult.Fail("The token is not known.");
    }

    private AuthenticateResult Success(ClaimsIdentity identity) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }
}
