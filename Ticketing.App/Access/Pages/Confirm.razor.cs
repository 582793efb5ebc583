using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>
/// Target of the confirmation mail's link. The address is confirmed by a POST with the account's password, not by the visit: mail scanners
/// open every link, and somebody else may have registered the address.
/// </summary>
public sealed partial class Confirm(RecoverAccountHandler handler, NavigationManager navigation)
{
    private readonly FormErrors _errors = new();
    private bool _isRefused;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "confirm")]
    public ConfirmForm Form { get; set; } = null!;

    private string? Back => ReturnUrls.Local(ReturnUrl);

    protected override void OnInitialized() => Form ??= new();

    private async Task ConfirmAsync()
    {
        var command = new ConfirmEmail(AccountIds.Read(User), Token, new Consent(AccountClaims.User(Http.User), Form.Password));
        var outcome = await handler.HandleAsync(command, Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.SignIn(Back, AccountNotices.Confirmed));
            return;
        }

        _isRefused = outcome.Refusal != ConfirmRefusal.ConsentMissing;
        if (!_isRefused)
        {
            _errors.Add("password", L["This is not the password of the account."]);
        }
    }

    public sealed class ConfirmForm
    {
        public string? Password { get; set; }
    }
}
