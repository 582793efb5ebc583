using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.App.Access.Pages;

/// <summary>Creates an account. The response does not reveal whether the address already has one.</summary>
public sealed partial class Register(RegisterAccountHandler handler, NavigationManager navigation)
{
    private const int EmailLengthMax = EmailAddress.LengthMax;
    private readonly FormErrors _errors = new();

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "sent")]
    public string? Sent { get; set; }

    [SupplyParameterFromForm(FormName = "register")]
    public RegisterForm Form { get; set; } = null!;

    private string? Back => ReturnUrls.Local(ReturnUrl);

    protected override void OnInitialized() => Form ??= new();

    private async Task RegisterAsync()
    {
        var command = new RegisterAccount(Form.Name, Form.Email, Form.Password, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Back);
        var outcome = await handler.HandleAsync(command, Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.SignUp(Back, sent: true));
            return;
        }

        _errors.Add(outcome.Refusal.Problems, L, new AccountFields());
    }

    public sealed class RegisterForm
    {
        public string? Name { get; set; }

        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
