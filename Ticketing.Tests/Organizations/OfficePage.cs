using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Organizations;

/// <summary>A page of the back office's frame as an account has it open, with the application's services.</summary>
internal sealed class OfficePage<TPage> : IAsyncDisposable where TPage : IComponent
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly AsyncServiceScope _scope;
    private readonly BunitContext _context;
    private readonly IRenderedComponent<MudDialogProvider> _dialogs;
    private readonly IRenderedComponent<MudSnackbarProvider> _snackbars;

    private OfficePage(
        AsyncServiceScope scope, BunitContext context, IRenderedComponent<TPage> page, IRenderedComponent<MudDialogProvider> dialogs,
        IRenderedComponent<MudSnackbarProvider> snackbars) =>
        (_scope, _context, Markup, _dialogs, _snackbars) = (scope, context, page, dialogs, snackbars);

    public IRenderedComponent<TPage> Markup { get; }

    public string Address => _context.Services.GetRequiredService<NavigationManager>().Uri;

    /// <param name="shown">A selector of what the loaded page shows.</param>
    /// <param name="hasOldProof">With a session whose proof of presence is an hour old.</param>
    public static async Task<OfficePage<TPage>> OpenAsync(
        IServiceProvider services, string email, string shown, Action<ComponentParameterCollectionBuilder<TPage>> parameters,
        bool hasOldProof = false)
    {
        var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var account = await db.Set<Account>().SingleAsync(user => user.Email == email, Xunit.TestContext.Current.CancellationToken);
        var principal = await scope.ServiceProvider.GetRequiredService<AccountSignInManager>().CreateUserPrincipalAsync(account);
        if (hasOldProof)
        {
            var stop = Xunit.TestContext.Current.CancellationToken;
            var session = await scope.ServiceProvider.GetRequiredService<SignIns>().CreateAsync(
                new UserId(account.Id), new SessionClient(null, null, Remember: false), stop);
            await db.Database.ExecuteSqlAsync(
                $"update sign_ins set proved_at = now() - interval '1 hour' where user_id = {account.Id}", stop);
            AccountClaims.AddSession(principal, session);
        }

        var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(scope.ServiceProvider);
        context.Services.AddLocalization();
        context.Services.AddMudServices();
        context.Services.AddScoped<Desk>();
        // The application's own would go by a browser that is not there.
        context.Services.AddScoped(provider => new PresenceProof(
            provider.GetRequiredService<NavigationManager>(), scope.ServiceProvider.GetRequiredService<RecentProof>()));
        context.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        // The layout provides these around each page.
        var dialogs = context.Render<MudDialogProvider>();
        var snackbars = context.Render<MudSnackbarProvider>();
        var page = context.Render<TPage>(builder =>
        {
            builder.AddCascadingValue(Task.FromResult(new AuthenticationState(principal)));
            parameters(builder);
        });
        page.WaitForElement(shown, Patience);
        return new OfficePage<TPage>(scope, context, page, dialogs, snackbars);
    }

    // Find and event run in one dispatch: a render in between would replace the element.
    public Task ChangeAsync(string selector, object value) =>
        Markup.InvokeAsync(() => Markup.Find(selector).ChangeAsync(new ChangeEventArgs { Value = value }));

    public Task ClickAsync(string selector) => Markup.InvokeAsync(() => Markup.Find(selector).ClickAsync(new()));

    public Task SubmitAsync(string form) => Markup.InvokeAsync(() => Markup.Find(form).SubmitAsync());

    /// <summary>Does something that asks, and confirms it.</summary>
    /// <param name="typed">The dialog's fields with what is typed into them.</param>
    public async Task ConfirmAsync(Func<Task> act, params (string Selector, string Text)[] typed)
    {
        // Completes after the dialog's answer below.
        var acting = act();
        _dialogs.WaitForElement(".confirm-yes", Patience);
        foreach (var (selector, text) in typed)
        {
            await _dialogs.InvokeAsync(() => _dialogs.Find(selector).ChangeAsync(new ChangeEventArgs { Value = text }));
        }

        await _dialogs.InvokeAsync(() => _dialogs.Find(".confirm-yes").ClickAsync(new()));
        await acting.WaitAsync(Patience, Xunit.TestContext.Current.CancellationToken);
    }

    public void WaitForMessage(string text) =>
        _snackbars.WaitForAssertion(() => Assert.Contains(text, _snackbars.Markup, StringComparison.Ordinal), Patience);

    public void WaitFor(Action assertion) => Markup.WaitForAssertion(assertion, Patience);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await _scope.DisposeAsync();
    }
}
