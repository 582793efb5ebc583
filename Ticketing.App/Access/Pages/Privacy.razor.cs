using Microsoft.AspNetCore.Components;
using Ticketing.App.Platform;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;

namespace Ticketing.App.Access.Pages;

/// <summary>A copy of one's data, and the end of the account (rule 28).</summary>
public sealed partial class Privacy(EraseAccountHandler handler, AccountSignInManager signIn, NavigationManager navigation)
{
    private readonly FormErrors errors = new();

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm(FormName = "erase")]
    public EraseForm Form { get; set; } = null!;

    protected override void OnInitialized() => Form ??= new();

    private async Task EraseAsync()
    {
        var outcome = await handler.HandleAsync(new EraseAccount(Http.SignedInUser(), Form.Password), Http.RequestAborted);
        if (!outcome.Succeeded)
        {
            errors.Add(outcome.Refusal.Problems, L, new AccountFields());
            return;
        }

        await signIn.SignOutAsync();
        navigation.NavigateTo(AppUrls.SignIn(notice: AccountNotices.Erased));
    }

    public sealed class EraseForm
    {
        public string? Password { get; set; }
    }
}
