using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.App.Access.Pages;

/// <summary>Target of the reset mail's link.</summary>
public sealed partial class Reset(RecoverAccountHandler handler, NavigationManager navigation)
{
    private readonly FormErrors _errors = new();
    private bool _isLinkRefused;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "user")]
    public string? User { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "reset")]
    public ResetForm Form { get; set; } = null!;

    protected override void OnInitialized() => Form ??= new();

    private async Task ResetAsync()
    {
        var outcome = await handler.HandleAsync(new ResetPassword(AccountIds.Read(User), Token, Form.Password), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.SignIn(notice: AccountNotices.PasswordSet));
            return;
        }

        _isLinkRefused = outcome.Refusal.LinkNotValid;
        _errors.Add(outcome.Refusal.Problems, L, new AccountFields());
    }

    public sealed class ResetForm
    {
        public string? Password { get; set; }
    }
}
