using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.Accounts;

namespace Ticketing.App.Access.Pages;

/// <summary>Name and e-mail address of the signed-in user.</summary>
public sealed partial class Profile(ManageAccountHandler handler, NavigationManager navigation)
{
    private const int EmailLengthMax = EmailAddress.LengthMax;
    private readonly FormErrors _errors = new();
    private string _email = "";

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "notice")]
    public string? Notice { get; set; }

    [SupplyParameterFromForm(FormName = "name")]
    public NameInput NameForm { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "email")]
    public EmailInput EmailForm { get; set; } = null!;

    protected override void OnInitialized()
    {
        NameForm ??= new() { Name = Http.User.FindFirstValue(ClaimTypes.Name) };
        EmailForm ??= new();
        _email = Http.User.FindFirstValue(ClaimTypes.Email) ?? "";
    }

    private async Task ChangeNameAsync()
    {
        var outcome = await handler.HandleAsync(new ChangeName(Http.SignedInUser(), NameForm.Name), Http.RequestAborted);
        Finish(outcome, AccountNotices.NameChanged);
    }

    private async Task ChangeEmailAsync()
    {
        var command = new RequestEmailChange(Http.SignedInUser(), EmailForm.Email, EmailForm.CurrentPassword);
        Finish(await handler.HandleAsync(command, Http.RequestAborted), AccountNotices.MailSent);
    }

    private void Finish(Outcome<Done, AccountRefusal> outcome, string notice)
    {
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.WithNotice(AppUrls.Account, notice));
            return;
        }

        _errors.Add(outcome.Refusal.Problems, L, new AccountFields());
    }

    public sealed class NameInput
    {
        public string? Name { get; set; }
    }

    public sealed class EmailInput
    {
        public string? Email { get; set; }

        public string? CurrentPassword { get; set; }
    }
}
