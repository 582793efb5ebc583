using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>Signs in with a password or a passkey.</summary>
public sealed partial class Login(
    SignInHandler handler, CurrentActor actor, NavigationManager navigation, IOptions<AccessOptions> options)
{
    private const int EmailLengthMax = EmailAddress.LengthMax;
    private readonly FormErrors _errors = new();

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "notice")]
    public string? Notice { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public SignInForm Form { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "passkey")]
    public PasskeyForm Passkey { get; set; } = null!;

    private string? Back => ReturnUrls.Local(ReturnUrl);

    protected override async Task OnInitializedAsync()
    {
        Form ??= new();
        Passkey ??= new();
        if (HttpMethods.IsGet(Http.Request.Method) && AccountClaims.User(Http.User) is not null)
        {
            var caller = await actor.ReadAsync(Http.User, Http.RequestAborted);
            navigation.NavigateTo(ReturnUrls.AfterSignIn(Back, caller.WorksHere));
        }
    }

    private async Task SignInAsync()
    {
        var outcome = await handler.HandleAsync(new SignInWithPassword(Form.Email, Form.Password, Form.Remember), Http.RequestAborted);
        if (outcome is { Succeeded: false, Refusal: SignInRefusal.TwoFactorRequired })
        {
            navigation.NavigateTo(AppUrls.SecondFactor(Back, Form.Remember));
            return;
        }

        Finish(outcome, "email");
    }

    private async Task SignInWithPasskeyAsync() =>
        Finish(await handler.HandleAsync(new SignInWithPasskey(Passkey.Credential), Http.RequestAborted), null);

    private void Finish(Outcome<SignedIn, SignInRefusal> outcome, string? field)
    {
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(ReturnUrls.AfterSignIn(Back, outcome.Value.WorksHere));
            return;
        }

        _errors.Add(
            field,
            (field, outcome.Refusal) switch
            {
                (null, SignInRefusal.InvalidCredentials) => L["This passkey does not belong to an account."],
                (null, SignInRefusal.Expired) => L["That took too long, or another tab has asked for a passkey in between. Please try again."],
                _ => AccountTexts.Describe(outcome.Refusal, L, options.Value.LockoutMinutes),
            });
    }

    public sealed class SignInForm
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public bool Remember { get; set; }
    }

    public sealed class PasskeyForm
    {
        /// <summary>The authenticator's response as JSON.</summary>
        public string? Credential { get; set; }
    }
}
