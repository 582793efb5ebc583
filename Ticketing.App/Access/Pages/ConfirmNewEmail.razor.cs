using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Access.Pages;

/// <summary>Target of the link in the mail to a new address.</summary>
public sealed partial class ConfirmNewEmail(ManageAccountHandler handler, ClaimGuestOrdersHandler claim, NavigationManager navigation)
{
    private ConfirmRefusal? _refusal;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    [SupplyParameterFromQuery(Name = "email")]
    public string? Email { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    private async Task ConfirmAsync()
    {
        var outcome = await handler.HandleAsync(new ConfirmEmailChange(AccountIds.Read(User), Email, Token), Http.RequestAborted);
        if (!outcome.Succeeded)
        {
            _refusal = outcome.Refusal;
            return;
        }

        await claim.HandleAsync(outcome.Value.User, outcome.Value.Email, Http.RequestAborted);
        navigation.NavigateTo(AppUrls.WithNotice(AppUrls.Account, AccountNotices.EmailChanged));
    }
}
