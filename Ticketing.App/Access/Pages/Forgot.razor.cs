using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.App.Access.Pages;

/// <summary>Requests the password reset mail.</summary>
public sealed partial class Forgot(RecoverAccountHandler handler, NavigationManager navigation)
{
    private const int EmailLengthMax = EmailAddress.LengthMax;
    private readonly FormErrors _errors = new();

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "sent")]
    public string? Sent { get; set; }

    [SupplyParameterFromForm(FormName = "forgot")]
    public ForgotForm Form { get; set; } = null!;

    protected override void OnInitialized() => Form ??= new();

    private async Task SendAsync()
    {
        AccountProblem[] problems = [.. AccountRules.CheckEmail(Form.Email)];
        if (problems.Length > 0)
        {
            _errors.Add(problems, L, new AccountFields());
            return;
        }

        await handler.HandleAsync(new RequestPasswordReset(Form.Email), Http.RequestAborted);
        navigation.NavigateTo(AppUrls.ForgotSent);
    }

    public sealed class ForgotForm
    {
        public string? Email { get; set; }
    }
}
