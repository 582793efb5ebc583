using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>Switches two-step sign-in on and off. Recovery codes are shown once, in the response that creates them.</summary>
public sealed partial class Authenticator(TwoFactorHandler handler, AccountStore accounts, NavigationManager navigation)
{
    private readonly FormErrors _errors = new();
    private AuthenticatorSetup? _setup;
    private IReadOnlyList<string>? _codes;
    private int _codesLeft;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm(FormName = "enable")]
    public CodeInput Enable { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "renew")]
    public PasswordInput Renew { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "disable")]
    public PasswordInput Disable { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Enable ??= new();
        Renew ??= new();
        Disable ??= new();
        var user = Http.SignedInUser();
        if (await accounts.FindAsync(user) is { TwoFactorEnabled: true })
        {
            _codesLeft = await handler.CountRecoveryCodesAsync(user);
        }
        else
        {
            _setup = await handler.SetUpAsync(user);
        }
    }

    private async Task EnableAsync()
    {
        // A repeated post of a stale page: two-step sign-in is on already.
        if (_setup is null)
        {
            return;
        }

        ShowCodes(await handler.HandleAsync(new EnableTwoFactor(Http.SignedInUser(), Enable.Code), Http.RequestAborted), "code");
    }

    private async Task RenewAsync() =>
        ShowCodes(await handler.HandleAsync(new RenewRecoveryCodes(Http.SignedInUser(), Renew.Password), Http.RequestAborted), "renew-password");

    private async Task DisableAsync()
    {
        var outcome = await handler.HandleAsync(new DisableTwoFactor(Http.SignedInUser(), Disable.Password), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.WithNotice(AppUrls.AccountSecurity, AccountNotices.TwoFactorOff));
            return;
        }

        _errors.Add("disable-password", AccountTexts.Describe(outcome.Refusal, L));
    }

    private void ShowCodes(Outcome<RecoveryCodes, TwoFactorRefusal> outcome, string field)
    {
        if (outcome.Succeeded)
        {
            _codes = outcome.Value.Codes;
            return;
        }

        _errors.Add(field, AccountTexts.Describe(outcome.Refusal, L));
    }

    public sealed class CodeInput
    {
        public string? Code { get; set; }
    }

    public sealed class PasswordInput
    {
        public string? Password { get; set; }
    }
}
