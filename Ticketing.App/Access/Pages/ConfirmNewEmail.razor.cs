using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>Target of the link in the mail to a new address. Asks for the password unless the account is signed in here.</summary>
public sealed partial class ConfirmNewEmail(ManageAccountHandler handler, NavigationManager navigation)
{
    private readonly FormErrors _errors = new();
    private ConfirmRefusal? _refusal;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    [SupplyParameterFromQuery(Name = "email")]
    public string? Email { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "confirm-email")]
    public ConfirmForm Form { get; set; } = null!;

    private bool IsHolder => AccountClaims.User(Http.User) == AccountIds.Read(User);

    protected override void OnInitialized() => Form ??= new();

    private async Task ConfirmAsync()
    {
        var command = new ConfirmEmailChange(AccountIds.Read(User), Email, Token, new Consent(AccountClaims.User(Http.User), Form.Password));
        var outcome = await handler.HandleAsync(command, Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.WithNotice(AppUrls.Account, AccountNotices.EmailChanged));
            return;
        }

        _refusal = outcome.Refusal;
        if (_refusal is ConfirmRefusal.ConsentMissing)
        {
            _errors.Add("password", L["This is not the password of the account."]);
        }
    }

    public sealed class ConfirmForm
    {
        public string? Password { get; set; }
    }
}
