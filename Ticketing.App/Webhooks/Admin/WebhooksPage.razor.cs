using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Webhooks.Manage;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>The webhooks of the organizations that the user manages.</summary>
public sealed partial class WebhooksPage(WebhookReader reader, CurrentActor actor) : LiveComponent
{
    private const int PageSize = 50;

    private WebhookList? _list;
    private IReadOnlyList<WebhookOwner> _owned = [];
    private int _take = PageSize;
    private bool _runsAny;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task ShowMoreAsync()
    {
        _take += PageSize;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _runsAny = caller.RunsAnyWhole;
        _owned = await reader.OwnersAsync(caller, Lifetime);
        _list = await reader.ListAsync(caller, _take, Lifetime);
    }
}
