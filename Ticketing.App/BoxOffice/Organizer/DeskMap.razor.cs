using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Ticketing.App.Inventory;
using Ticketing.App.Shared;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>
/// The buyers' seat map for members: the same script and drawing, with the statuses that the page gives it. A click goes to the page, which
/// decides.
/// </summary>
public sealed partial class DeskMap(IJSRuntime script, IStringLocalizer<Inventory.Texts> mapTexts) : LiveComponent
{
    private ElementReference _root;
    private DotNetObjectReference<DeskMap>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _map;
    private IReadOnlyList<SeatStatus>? _sentStatuses;
    private IReadOnlyCollection<SeatIndex>? _sentSelection;
    private long _version;
    private bool _isMounting;

    [Parameter, EditorRequired]
    public required SeatSale Sale { get; set; }

    /// <summary>By index; available seats can be clicked. Another list is another picture.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<SeatStatus> Statuses { get; set; }

    /// <summary>The chosen seats. Another collection is another choice.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyCollection<SeatIndex> Selected { get; set; }

    /// <summary>A free or chosen seat was clicked.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<SeatIndex> OnToggle { get; set; }

    /// <summary>An area was clicked: the name of its section.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<string> OnArea { get; set; }

    [JSInvokable]
    public Task ToggleSeat(int seat) =>
        Sale.Plan.Contains(new SeatIndex(seat)) ? InvokeAsync(() => OnToggle.InvokeAsync(new SeatIndex(seat))) : Task.CompletedTask;

    [JSInvokable]
    public Task OpenArea(int section) =>
        section >= 0 && section < Sale.Plan.Sections.Length && Sale.Plan.Sections[section] is { Area: not null } area
            ? InvokeAsync(() => OnArea.InvokeAsync(area.Name))
            : Task.CompletedTask;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!RendererInfo.IsInteractive || _isMounting)
        {
            return;
        }

        if (_map is null)
        {
            // Once: renders meanwhile find it under way.
            _isMounting = true;
            _self = DotNetObjectReference.Create(this);
            _module = await script.InvokeAsync<IJSObjectReference>("import", Lifetime, AppUrls.SeatMapScript);
            _map = _module is null ? null
                : await _module.InvokeAsync<IJSObjectReference>("mount", Lifetime, _root, _self, SeatMapOptions.Json(Sale, canSelect: true, mapTexts));
            _isMounting = _map is null;
        }

        await SendAsync();
    }

    protected override ValueTask ReleaseAsync() => SeatMapScript.ReleaseAsync(_self, _map, _module);

    private async Task SendAsync()
    {
        if (_map is null)
        {
            return;
        }

        if (!ReferenceEquals(_sentStatuses, Statuses))
        {
            _sentStatuses = Statuses;
            await _map.InvokeVoidAsync("applySnapshot", Lifetime, SeatFrame.OfOneViewer(++_version, Statuses).Text);
        }

        if (!ReferenceEquals(_sentSelection, Selected))
        {
            _sentSelection = Selected;
            await _map.InvokeVoidAsync("setSelection", Lifetime, Selected.Select(seat => seat.Value).ToArray());
        }
    }
}
