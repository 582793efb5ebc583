using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;

namespace Ticketing.App.Shared.SitePages;

/// <summary>A page of the site's owner: terms, privacy and the like. 404 while it is not written.</summary>
public sealed partial class OwnerPage
{
    private SiteText? _text;
    private string? _language;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Inject]
    internal SitePageFiles Files { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    [Inject]
    internal IStringLocalizer<Texts> L { get; set; } = null!;

    private SitePage Page => EnumWords.TryFromWord<SitePage>(Http.Request.Path.Value!.Trim('/').ToLowerInvariant(), out var page)
        ? page
        : throw new InvalidOperationException("The page's route is none of the owner's pages.");

    protected override async Task OnInitializedAsync()
    {
        if (await Files.FindAsync(Page, CultureInfo.CurrentUICulture, Http.RequestAborted) is not var (text, language))
        {
            Navigation.NotFound();
            return;
        }

        (_text, _language) = (text, language.TwoLetterISOLanguageName);
    }
}
