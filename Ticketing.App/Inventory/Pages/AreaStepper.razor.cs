using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Stepper for places of a standing or free-seating area: each press holds or releases one.</summary>
public sealed partial class AreaStepper : ComponentBase
{
    private ElementReference _plus;

    /// <summary>The area's section.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required bool IsStanding { get; set; }

    [Parameter, EditorRequired]
    public required SeatSaleTier Tier { get; set; }

    /// <summary>Price of one place, fee included.</summary>
    [Parameter, EditorRequired]
    public required Money Price { get; set; }

    /// <summary>Places in the basket.</summary>
    [Parameter, EditorRequired]
    public required int Count { get; set; }

    [Parameter]
    public bool CanAdd { get; set; } = true;

    /// <summary>+1 or -1.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<int> OnChange { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnClose { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _plus.FocusAsync(preventScroll: true);
        }
    }

    private Task OnKeyAsync(KeyboardEventArgs key) => key.Key == "Escape" ? OnClose.InvokeAsync() : Task.CompletedTask;
}
