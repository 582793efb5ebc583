using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>Asks for a proof of presence and returns to the page that needs it, which asks for its form again.</summary>
public sealed partial class Proof(
    StepUpHandler handler, AccountStore accounts, NavigationManager navigation, IOptions<AccessOptions> options)
{
    private readonly FormErrors _errors = new();
    private bool _isTwoFactorOn;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "proof")]
    public PasswordInput Form { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "proof-code")]
    public CodeInput CodeForm { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "proof-passkey")]
    public PasskeyInput Passkey { get; set; } = null!;

    private int Minutes => options.Value.ProofMinutes;

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        CodeForm ??= new();
        Passkey ??= new();
        _isTwoFactorOn = await accounts.FindAsync(Http.SignedInUser()) is { TwoFactorEnabled: true };
    }

    private async Task ProveWithPasswordAsync() =>
        Finish(await handler.HandleAsync(new ProveWithPassword(Form.Password), Http.RequestAborted), "password", L["This is not your current password."]);

    private async Task ProveWithCodeAsync() => Finish(
        await handler.HandleAsync(new ProveWithCode(CodeForm.Code), Http.RequestAborted),
        "code",
        L["The code is not right. Codes change every 30 seconds, and each works once."]);

    private async Task ProveWithPasskeyAsync() => Finish(
        await handler.HandleAsync(new ProveWithPasskey(Passkey.Credential), Http.RequestAborted), null, L["This passkey does not belong to your account."]);

    private void Finish(Outcome<Done, ProofRefusal> outcome, string? field, string notProved)
    {
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(ReturnUrls.Local(ReturnUrl) ?? AppUrls.AccountSecurity);
            return;
        }

        _errors.Add(field, outcome.Refusal switch
        {
            ProofRefusal.NotProved => notProved,
            ProofRefusal.Expired => L["That took too long, or another tab has asked for a passkey in between. Please try again."],
        });
    }

    public sealed class PasswordInput
    {
        public string? Password { get; set; }
    }

    public sealed class CodeInput
    {
        public string? Code { get; set; }
    }

    public sealed class PasskeyInput
    {
        /// <summary>The authenticator's response as JSON.</summary>
        public string? Credential { get; set; }
    }
}
