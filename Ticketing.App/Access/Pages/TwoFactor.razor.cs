using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access.Pages;

/// <summary>Asks for the second factor after the password.</summary>
public sealed partial class TwoFactor(SignInHandler handler, NavigationManager navigation, IOptions<AccessOptions> options)
{
    private readonly FormErrors _errors = new();

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "remember")]
    public string? Remember { get; set; }

    [SupplyParameterFromForm(FormName = "two-factor")]
    public CodeForm Form { get; set; } = null!;

    private string? Back => ReturnUrls.Local(ReturnUrl);

    protected override void OnInitialized() => Form ??= new();

    private async Task SignInAsync()
    {
        var outcome = await handler.HandleAsync(new SignInWithCode(Form.Code, Form.RememberBrowser, Remember is not null), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(ReturnUrls.AfterSignIn(Back, outcome.Value.WorksHere));
            return;
        }

        _errors.Add("code", AccountTexts.Describe(outcome.Refusal, L, options.Value.LockoutMinutes));
    }

    public sealed class CodeForm
    {
        public string? Code { get; set; }

        public bool RememberBrowser { get; set; }
    }
}
