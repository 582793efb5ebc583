using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>Security settings: password, two-step sign-in, passkeys, API tokens, sessions.</summary>
public sealed partial class Security(
    ManageAccountHandler handler,
    PasskeysHandler passkeysHandler,
    ApiTokens apiTokens,
    AccountStore accounts,
    SignIns signIns,
    StepUpHandler stepUp,
    AccountSignInManager signIn,
    NavigationManager navigation)
{
    private readonly FormErrors _errors = new();
    private IReadOnlyList<PasskeyView> _passkeys = [];
    private IReadOnlyList<ApiTokenView> _tokens = [];
    private IReadOnlyList<SignInView> _sessions = [];
    private bool _isTwoFactorOn;
    private bool _isProved;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "notice")]
    public string? Notice { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public PasswordInput Password { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "add-passkey")]
    public PasskeyInput Passkey { get; set; } = null!;

    // Each list item has a form name of its own; unnamed parameters bind to whichever was posted.
    [SupplyParameterFromForm]
    public IdInput Rename { get; set; } = null!;

    [SupplyParameterFromForm]
    public IdInput Remove { get; set; } = null!;

    [SupplyParameterFromForm]
    public IdInput Revoke { get; set; } = null!;

    [SupplyParameterFromForm]
    public IdInput EndSession { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Password ??= new();
        Passkey ??= new();
        Rename ??= new();
        Remove ??= new();
        Revoke ??= new();
        EndSession ??= new();
        var user = Http.SignedInUser();
        _isTwoFactorOn = await accounts.FindAsync(user) is { TwoFactorEnabled: true };
        _passkeys = await passkeysHandler.ListAsync(user);
        _tokens = await apiTokens.ListAsync(user, Http.RequestAborted);
        _sessions = await signIns.ListAsync(user, AccountClaims.Session(Http.User), Http.RequestAborted);
        _isProved = await stepUp.IsProvedAsync(Http.RequestAborted);
    }

    private async Task ChangePasswordAsync()
    {
        var outcome = await handler.HandleAsync(new ChangePassword(Http.SignedInUser(), Password.Current, Password.New), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            Show(AccountNotices.PasswordChanged);
            return;
        }

        _errors.Add(outcome.Refusal.Problems, L, new AccountFields());
    }

    private async Task AddPasskeyAsync() => Finish(
        await passkeysHandler.HandleAsync(new AddPasskey(Http.SignedInUser(), Passkey.Credential, Passkey.Name), Http.RequestAborted),
        AccountNotices.PasskeyAdded,
        "passkey-name");

    private async Task RenamePasskeyAsync() => Finish(
        await passkeysHandler.HandleAsync(new RenamePasskey(Http.SignedInUser(), Rename.Id, Rename.Name), Http.RequestAborted),
        AccountNotices.PasskeyRenamed,
        null);

    private async Task RemovePasskeyAsync() => Finish(
        await passkeysHandler.HandleAsync(new RemovePasskey(Http.SignedInUser(), Remove.Id), Http.RequestAborted),
        AccountNotices.PasskeyRemoved,
        null);

    private async Task RevokeTokenAsync()
    {
        await apiTokens.RevokeAsync(Http.SignedInUser(), Revoke.Id, Http.RequestAborted);
        Show(AccountNotices.TokenRevoked);
    }

    private async Task EndSessionAsync()
    {
        await signIns.EndAsync(Http.SignedInUser(), EndSession.Id, Http.RequestAborted);
        Show(AccountNotices.SessionEnded);
    }

    private async Task SignOutEverywhereAsync()
    {
        await handler.HandleAsync(new SignOutEverywhere(Http.SignedInUser()), Http.RequestAborted);
        await signIn.SignOutAsync();
        navigation.NavigateTo(AppUrls.SignIn(notice: AccountNotices.SignedOutEverywhere));
    }

    private void Finish(Outcome<Done, PasskeyRefusal> outcome, string notice, string? field)
    {
        if (outcome.Succeeded)
        {
            Show(notice);
            return;
        }

        if (outcome.Refusal == PasskeyRefusal.ProofMissing)
        {
            navigation.NavigateTo(AppUrls.Proof(AppUrls.AccountSecurity));
            return;
        }

        _errors.Add(field, AccountTexts.Describe(outcome.Refusal, L));
    }

    private void Show(string notice) => navigation.NavigateTo(AppUrls.WithNotice(AppUrls.AccountSecurity, notice));

    private string NameOf(PasskeyView passkey) => passkey.Name.Length > 0 ? passkey.Name : L["Passkey"];

    public sealed class PasswordInput
    {
        public string? Current { get; set; }

        public string? New { get; set; }
    }

    public sealed class PasskeyInput
    {
        /// <summary>The authenticator's response as JSON.</summary>
        public string? Credential { get; set; }

        public string? Name { get; set; }
    }

    public sealed class IdInput
    {
        public string? Id { get; set; }

        public string? Name { get; set; }
    }

    // Accounts have no time zone of their own.
    private static string Day(DateTimeOffset at) => VenueTime.LongDay(at.ToUniversalTime(), CultureInfo.CurrentCulture);

    private static string Moment(DateTimeOffset at) => $"{VenueTime.When(at.ToUniversalTime(), CultureInfo.CurrentCulture)} UTC";
}
