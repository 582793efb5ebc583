using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales.Pages;

/// <summary>The field for an access code on the seat page. A plain form post: it works without a circuit, and late.</summary>
public sealed partial class AccessCodeForm : ComponentBase
{
    private string? _error;

    [Parameter, EditorRequired]
    public required Guid Performance { get; set; }

    /// <summary>The presale to announce; null: the field is folded, for the tiers that are sold by code beside the others.</summary>
    [Parameter]
    public PresaleWindow? Presale { get; set; }

    /// <summary>The venue's IANA zone.</summary>
    [Parameter, EditorRequired]
    public required string TimeZone { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    /// <summary>As entered.</summary>
    [SupplyParameterFromForm(FormName = "access-code", Name = "Code")]
    public string? Code { get; set; }

    [Inject]
    private AccessAttempts Attempts { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private bool IsOpen => Presale?.IsOpenAt(Time.GetUtcNow()) == true;

    private async Task EnterAsync()
    {
        var attempt = await Attempts.EnterAsync(Http, new PerformanceId(Performance), Code);
        if (attempt.Entered is not null)
        {
            Navigation.NavigateTo(AppUrls.Performance(Performance));
            return;
        }

        _error = attempt.Refusal is { } refusal
            ? PresaleTexts.Describe(refusal, L)
            : L["Too many wrong codes have been entered from your network. Please try again in a minute."];
    }

    private string Text(DateTimeOffset time)
    {
        var local = VenueTime.At(time, TimeZone);
        return L["{0} at {1} ({2})", VenueTime.LongDay(local, CultureInfo.CurrentCulture), VenueTime.Time(local, CultureInfo.CurrentCulture), VenueTime.Zone(local)];
    }
}
