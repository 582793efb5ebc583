using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Publishing;

namespace Ticketing.App.Publishing.Pages;

/// <summary>The event page of a draft, by a signed link. Sells nothing, and is found by no search engine.</summary>
public sealed partial class PreviewPage(EventPreviews previews, NavigationManager navigation)
{
    private EventPreview? _preview;

    /// <summary>Signed; it authorizes access.</summary>
    [Parameter]
    public required string Token { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _preview = await previews.FindAsync(Token, HttpContext.RequestAborted);
        if (_preview is null)
        {
            navigation.NotFound();
        }
    }
}
