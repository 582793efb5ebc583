using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Payments.Shifts;

namespace Ticketing.App.BoxOffice.Organizer;

/// <summary>The dates that the box office sells, the member's shift, and the list of shifts.</summary>
public sealed partial class SellListPage(BoxOfficeReader reader, ShiftReader shifts) : OrganizerPage
{
    private const string OtherwiseCurrency = "EUR";
    private const string OtherwiseZone = "UTC";

    private IReadOnlyList<BoxOfficeDate> _dates = [];
    private IReadOnlyList<ShiftFigures> _shifts = [];
    private ShiftFigures? _open;
    private ShiftId? _closing;
    private Guid? _next;

    /// <summary>The last shift of the page before.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private string UsualCurrency => _dates.Count > 0 ? _dates[0].Currency : OtherwiseCurrency;

    private string Zone => _dates.Count > 0 ? _dates[0].TimeZone : OtherwiseZone;

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.ServesSomeBuyersOf(organization);

    protected override async Task LoadAsync()
    {
        _dates = await reader.ListAsync(Own!.Id, Caller, Lifetime);
        _open = await shifts.FindOpenAsync(Own.Id, Caller, Lifetime);
        (_shifts, _next) = await shifts.ListAsync(Own.Id, Guid.TryParse(After, out var after) ? after : null, Caller, Lifetime);
    }

    // Another member's shift that was forgotten: its own member closes it in the panel.
    private bool IsToClose(ShiftFigures row) => Caller.Runs(Own!.Id) && row.Shift.Id != _open?.Shift.Id && row.Shift.Id != _closing;

    private async Task RefreshAsync() => await ReloadAsync();

    private static string Text(ShiftFigures row, long? amount) => amount is { } known ? BoxOfficeTexts.Money(known, row.Shift.Currency) : "";
}
