using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Api;

/// <summary>Bearer tokens for programs.</summary>
internal static class ApiSignInEndpoints
{
    private static readonly AccountFields Fields = new();

    public static void MapApiSignIn(this IEndpointRouteBuilder endpoints)
    {
        var auth = endpoints.MapGroup(AppUrls.ApiAuth).WithTags("Accounts");
        auth.MapPost("/register", RegisterAsync)
            .WithSummary("Open an account")
            .WithDescription(
                "A mail asks for confirmation of the address; sign in after it. The answer is the same for an address that has an account: "
                + "its owner gets a mail. 422 validation with errors by field.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        auth.MapPost("/login", SignInAsync)
            .WithSummary("Get a bearer token")
            .WithDescription(
                "401 invalid-credentials, also while the address is not confirmed; 401 two-factor-required: send twoFactorCode too, six digits from the app or a recovery code; "
                + "401 two-factor-code-wrong; 423 locked-out with retryAfterSeconds.")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status423Locked);
        auth.MapPost("/logout", SignOutAsync)
            .WithSummary("Revoke the token of this request")
            .RequireAuthorization(policy => policy.AddAuthenticationSchemes(ApiTokenAuthentication.SchemeName).RequireAuthenticatedUser());
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> RegisterAsync(
        RegisterRequest body, RegisterAccountHandler handler, IStringLocalizer<Texts> texts, CancellationToken cancellationToken)
    {
        var command = new RegisterAccount(body.Name, body.Email, body.Password, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var outcome = await handler.HandleAsync(command, cancellationToken);
        return outcome.Succeeded ? TypedResults.Accepted((string?)null) : Refuse(outcome.Refusal, texts);
    }

    private static async Task<Results<Ok<TokenAnswer>, ProblemHttpResult>> SignInAsync(
        LoginRequest body, SignInToApiHandler handler, IStringLocalizer<Texts> texts,
        IOptions<AccessOptions> options, CancellationToken cancellationToken)
    {
        var outcome = await handler.HandleAsync(new SignInToApi(body.Email, body.Password, body.TwoFactorCode), cancellationToken);
        return outcome.Succeeded
            ? TypedResults.Ok(new TokenAnswer(outcome.Value.Token, outcome.Value.ExpiresAt))
            : Refuse(outcome.Refusal, texts, options.Value.LockoutMinutes);
    }

    private static async Task<NoContent> SignOutAsync(ApiTokens tokens, HttpContext http, CancellationToken cancellationToken)
    {
        await tokens.RevokeAsync(ApiTokenAuthentication.TokenOf(http.Request)!, cancellationToken);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Refuse(AccountRefusal refusal, IStringLocalizer<Texts> texts) =>
        Problems.Invalid(refusal.Problems
            .GroupBy(Fields.Of, problem => AccountTexts.Describe(problem, texts))
            .ToDictionary(field => field.Key, field => field.ToArray()));

    private static ProblemHttpResult Refuse(SignInRefusal refusal, IStringLocalizer<Texts> texts, int lockoutMinutes)
    {
        var detail = AccountTexts.Describe(refusal, texts, lockoutMinutes);
        return refusal switch
        {
            SignInRefusal.InvalidCredentials => Problems.Of(StatusCodes.Status401Unauthorized, "invalid-credentials", detail),
            SignInRefusal.LockedOut => Problems.Of(StatusCodes.Status423Locked, "locked-out", detail, ("retryAfterSeconds", lockoutMinutes * 60)),
            SignInRefusal.TwoFactorRequired => Problems.Of(StatusCodes.Status401Unauthorized, "two-factor-required", detail),
            SignInRefusal.TwoFactorCodeWrong => Problems.Of(StatusCodes.Status401Unauthorized, "two-factor-code-wrong", detail),
            SignInRefusal.Expired => Problems.Of(StatusCodes.Status401Unauthorized, "sign-in-expired", detail),
        };
    }
}

/// <param name="Password">8 characters or more.</param>
internal sealed record RegisterRequest(string? Email = null, string? Password = null, string? Name = null);

/// <param name="TwoFactorCode">Only for accounts with two-step sign-in.</param>
internal sealed record LoginRequest(string? Email = null, string? Password = null, string? TwoFactorCode = null);

/// <param name="Token">For <c>Authorization: Bearer</c>.</param>
internal sealed record TokenAnswer(string Token, DateTimeOffset ExpiresAt);
