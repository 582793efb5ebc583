using Ticketing.Core.Analytics;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Live;

namespace Ticketing.App.Analytics.Organizer;

/// <summary>
/// The home of an organization: what it sells, for those who may see figures; what they may do, for its other members.
/// </summary>
public sealed partial class DashboardPage(ReadOrganizationDashboardHandler handler) : FiguresPage
{
    private OrganizationDashboard? _report;
    private bool _seesFigures;

    protected override Guid? Topic => _seesFigures ? Own?.Id.Value : null;

    private string Zone => _report?.Performances is [var next, ..] ? next.TimeZone : FigureTexts.NoZone;

    protected override SalesWatch Watch(SalesFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return feed.Watch(Own!.Id);
    }

    protected override async Task<Action> ReadAsync(Freshness freshness)
    {
        var organization = Own!.Id;
        if (!Caller.SeesFiguresOf(organization))
        {
            return () => (_report, _seesFigures) = (null, false);
        }

        var report = await handler.HandleAsync(new ReadOrganizationDashboard(organization, Caller), freshness, Lifetime);
        return () => (_report, _seesFigures) = (report, report is not null);
    }

    private IEnumerable<(string Id, string Name, IReadOnlyList<SalesTotal> Totals, string Detail)> Tiles(OrganizationDashboard report)
    {
        yield return ("today", L["Today"], report.Today, L["since midnight at the venue"]);
        yield return ("week", L["7 days"], report.Week, L["today and the six days before"]);
        yield return ("upcoming-sales", L["Upcoming"], report.Upcoming, L["all sales of performances that have not ended"]);
    }
}
