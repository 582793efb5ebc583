using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Live;

namespace Ticketing.App.Analytics.Organizer;

/// <summary>What an event sells, or one of its performances. The choices are query parameters.</summary>
public sealed partial class EventPage(ReadEventDashboardHandler handler, NavigationManager navigation) : FiguresPage
{
    private EventDashboard? _report;
    private string _performance = "";
    private DashboardRange _range = DashboardRange.Month;

    [Parameter]
    public required Guid EventId { get; set; }

    [SupplyParameterFromQuery(Name = "performance")]
    public string? Performance { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "compare")]
    public string? Compare { get; set; }

    protected override Guid? Topic => _report is null ? null : EventId;

    private string Zone => _report is { Chosen: { } chosen } ? chosen.TimeZone
        : _report is { Performances: [var first, ..] } ? first.TimeZone
        : FigureTexts.NoZone;

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] :
    [
        new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug)),
    ];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.SeesSomeFiguresOf(organization);
    }

    protected override SalesWatch Watch(SalesFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return feed.Watch(new Core.Common.EventId(EventId));
    }

    protected override async Task<Action> ReadAsync(Freshness freshness)
    {
        // Unknown words of the address count as no choice.
        var range = EnumWords.TryFromWord<DashboardRange>(Range ?? "", out var asked) ? asked : DashboardRange.Month;
        var organization = Own!.Id;
        var report = await handler.HandleAsync(
            new ReadEventDashboard(new Core.Common.EventId(EventId), IdOf(Performance), IdOf(Compare), range, Caller), freshness, Lifetime);
        return () =>
        {
            // Another organization's event does not belong under this one's address, also for those who may see both.
            _report = report?.Organization == organization ? report : null;
            (_range, _performance) = (range, _report?.Chosen?.Id.ToString() ?? "");
        };
    }

    private void Narrow() => Go(IdOf(Compare));

    private void ChooseComparison(PerformanceId? comparison) => Go(comparison);

    private void Go(PerformanceId? comparison) => navigation.NavigateTo(
        AppUrls.OrganizerEvent(Slug, EventId, IdOf(_performance)?.Value, _range, comparison?.Value), replace: true);

    // The file has the periods of the chart.
    private string SalesFileOf(PerformanceFigures performance)
    {
        var begin = _report!.Series.Periods[0].Period.Start.ToUniversalTime();
        return AppUrls.OrganizerSalesFile(
            Slug, performance.Id.Value, _report.Series.By.ToWord(), begin.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static PerformanceId? IdOf(string? text) => Guid.TryParse(text, out var id) ? new PerformanceId(id) : null;
}
