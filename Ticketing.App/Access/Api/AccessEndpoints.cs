using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Organizations.Followers;

namespace Ticketing.App.Access.Api;

/// <summary>Endpoints behind the account pages: sign-out, passkey options, data export.</summary>
internal static class AccessEndpoints
{
    private static readonly JsonSerializerOptions ExportJson = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static void MapAccess(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapApiSignIn();
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        pages.MapPost(AppUrls.AccountLogout, SignOutAsync).AddEndpointFilter(RequireAntiforgeryAsync);
        pages.MapPost(AppUrls.PasskeyRequestOptions, RequestOptionsAsync).AddEndpointFilter(RequireAntiforgeryAsync);
        pages.MapPost(AppUrls.PasskeyCreationOptions, CreationOptionsAsync).AddEndpointFilter(RequireAntiforgeryAsync).RequireAuthorization();
        pages.MapGet(AppUrls.AccountExport, ExportAsync).RequireAuthorization();
    }

    private static async Task<IResult> SignOutAsync(AccountSignInManager signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect(AppUrls.SignIn(notice: AccountNotices.SignedOut));
    }

    private static async Task<IResult> RequestOptionsAsync(PasskeysHandler handler) =>
        TypedResults.Content(await handler.MakeRequestOptionsAsync(), "application/json");

    private static async Task<IResult> CreationOptionsAsync(PasskeysHandler handler, StepUpHandler stepUp, HttpContext http) =>
        await stepUp.IsProvedAsync(http.RequestAborted)
            ? TypedResults.Content(await handler.MakeCreationOptionsAsync(http.SignedInUser()), "application/json")
            : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private static async Task<IResult> ExportAsync(
        ExportAccountHandler accounts, OwnOrganizations organizations, OrganizerFollowers followers, CurrentActor actor, ExportOrdersHandler orders, HttpContext http,
        CancellationToken cancellationToken)
    {
        var user = http.SignedInUser();
        if (await accounts.HandleAsync(user, cancellationToken) is not { } account)
        {
            return TypedResults.NotFound();
        }

        var caller = await actor.ReadAsync(cancellationToken);
        var memberships = await organizations.ListAsync(caller, cancellationToken);
        var followed = await followers.ListAsync(caller, cancellationToken);
        var export = new PersonExport(
            account,
            [.. memberships.Select(own => new MembershipExport(own.Name, own.Role!.Value.ToWord()))],
            [.. followed.Select(organizer => new FollowedExport(organizer.Name, organizer.Since, organizer.Notify))],
            await orders.HandleAsync(user, account.EmailConfirmed ? account.Email : null, cancellationToken));
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(export, ExportJson), "application/json", "account.json");
    }

    private static async ValueTask<object?> RequireAntiforgeryAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : TypedResults.BadRequest();

    private sealed record PersonExport(
        AccountExport Account, IReadOnlyList<MembershipExport> Memberships, IReadOnlyList<FollowedExport> Followed,
        IReadOnlyList<OrderExport> Orders);

    private sealed record FollowedExport(string Organizer, DateTimeOffset Since, bool Mails);

    private sealed record MembershipExport(string Organization, string Role);
}
