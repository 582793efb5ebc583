using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Analytics;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Analytics.Rebuild;
using Ticketing.Infrastructure.Data;

namespace Ticketing.App.Analytics.Admin;

/// <summary>The projections with their last rebuild, and a button that makes them anew. Refreshes while it is open.</summary>
public sealed partial class ProjectionsPage(
    ProjectionsReader reader, RebuildProjectionHandler handler, CurrentActor actor, Desk desk, TimeProvider time) : LiveComponent
{
    // The installation has no place of its own.
    private const string Zone = "UTC";

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private IReadOnlyList<ProjectionView> _views = [];
    private string? _error;
    private bool _isBusy;
    private bool _isStale;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnInitializedAsync() => await LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, RefreshInterval, RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            await LoadAsync();
            _isStale = false;
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            _isStale = true;
        }

        StateHasChanged();
    }

    private async Task RebuildAsync(string name)
    {
        if (!await desk.ConfirmAsync(
            L["Make the figures of “{0}” anew? The database is busier meanwhile.", ProjectionTexts.NameOf(name, L)], L["Rebuild"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (await handler.HandleAsync(new RebuildProjection(name, caller), Lifetime) is { } refusal)
        {
            _error = ProjectionTexts.Describe(refusal, L);
        }
        else
        {
            desk.Notify(L["The rebuild has been started."]);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private async Task LoadAsync() =>
        _views = await reader.ListAsync(await actor.ReadAsync((await Authentication).User, Lifetime), Lifetime);
}
