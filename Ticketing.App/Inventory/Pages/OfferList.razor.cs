using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Offers of the best seats with a small plan each, which the map's script draws. Nothing is held until one is taken.</summary>
public sealed partial class OfferList : ComponentBase
{
    private ElementReference _element;
    private ElementReference _title;
    private IReadOnlyList<OfferView>? _shown;

    /// <summary>Best first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<OfferView> Offers { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<OfferView> OnTake { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnClose { get; set; }

    /// <summary>New offers are in the document; the element contains their plans (<c>canvas</c> with <c>data-seats</c>).</summary>
    [Parameter, EditorRequired]
    public required EventCallback<ElementReference> OnShown { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!ReferenceEquals(_shown, Offers))
        {
            _shown = Offers;
            await OnShown.InvokeAsync(_element);
            await _title.FocusAsync();
        }
    }

    // Not disabled while busy, which would lose keyboard focus; a second press is ignored.
    private Task TakeAsync(OfferView offer) => IsBusy ? Task.CompletedTask : OnTake.InvokeAsync(offer);
}
