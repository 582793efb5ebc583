using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Privacy;

namespace Ticketing.App.Access.Pages;

/// <summary>Export of the account's data, and its erasure.</summary>
public sealed partial class Privacy(
    EraseAccountHandler handler, ForgetBuyerHandler forget, IEnumerable<AddressEraser> erasers,
    IEnumerable<AccountEraser> accountErasers, CurrentActor actor, AccountSignInManager signIn, NavigationManager navigation)
{
    private readonly FormErrors _errors = new();

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm(FormName = "erase")]
    public EraseForm Form { get; set; } = null!;

    protected override void OnInitialized() => Form ??= new();

    private async Task EraseAsync()
    {
        var command = new EraseAccount(Http.SignedInUser(), Form.Password);
        if (!await handler.IsConfirmedAsync(command, Http.RequestAborted))
        {
            _errors.Add([AccountProblem.CurrentPasswordWrong], L, new AccountFields());
            return;
        }

        if (await handler.FindObstacleAsync(command.User, Http.RequestAborted) is { } obstacle)
        {
            _errors.Add(null, Describe(obstacle));
            return;
        }

        // Orders first: after a failure in between, the account still exists and the erasure can be retried.
        var caller = await actor.ReadAsync(Http.RequestAborted);
        await forget.HandleAsync(command.User, caller.EmailConfirmed ? caller.Email : null, Http.RequestAborted);
        if (caller.EmailConfirmed)
        {
            foreach (var eraser in erasers)
            {
                await eraser.EraseAsync(caller.Email, Http.RequestAborted);
            }
        }

        foreach (var eraser in accountErasers)
        {
            await eraser.EraseAsync(command.User, Http.RequestAborted);
        }

        if (await handler.HandleAsync(command.User, Http.RequestAborted) is { } refusal)
        {
            _errors.Add(null, Describe(refusal));
            return;
        }

        await signIn.SignOutAsync();
        navigation.NavigateTo(AppUrls.SignIn(notice: AccountNotices.Erased));
    }

    private string Describe(ErasureRefusal refusal) => refusal switch
    {
        ErasureRefusal.LastOwner => L["You are the only owner of an organization with other members. Make one of them owner first."],
        ErasureRefusal.LastAdmin => L["You are the only admin of this site. Make another account an admin first."],
    };

    public sealed class EraseForm
    {
        public string? Password { get; set; }
    }
}
