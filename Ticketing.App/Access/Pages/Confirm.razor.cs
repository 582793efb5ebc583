using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Access.Pages;

/// <summary>
/// Target of the confirmation mail's link. The address is confirmed by a POST, not by the visit: mail scanners open every link.
/// </summary>
public sealed partial class Confirm(RecoverAccountHandler handler, ClaimGuestOrdersHandler claim, NavigationManager navigation)
{
    private bool _isRefused;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    private string? Back => ReturnUrls.Local(ReturnUrl);

    private async Task ConfirmAsync()
    {
        var outcome = await handler.HandleAsync(new ConfirmEmail(AccountIds.Read(User), Token), Http.RequestAborted);
        if (!outcome.Succeeded)
        {
            _isRefused = true;
            return;
        }

        await claim.HandleAsync(outcome.Value.User, outcome.Value.Email, Http.RequestAborted);
        navigation.NavigateTo(AppUrls.SignIn(Back, AccountNotices.Confirmed));
    }
}
