using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Ordering.Export;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Ordering.Attendees;

namespace Ticketing.App.Ordering.Attendees;

/// <summary>The holders of an organization's tickets, for who serves its buyers. Filters and page are query parameters.</summary>
public sealed partial class AttendeesPage(AttendeeReader reader, NavigationManager navigation) : OrganizerPage
{
    private AttendeeList? _list;
    private IReadOnlyList<PerformanceChoice> _choices = [];
    private IReadOnlyList<string> _tiers = [];
    private string _search = "";
    private string _event = "";
    private string _performance = "";
    private string _tier = "";
    private OrderItemId? _after;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "event")]
    public string? ChosenEvent { get; set; }

    [SupplyParameterFromQuery(Name = "performance")]
    public string? ChosenPerformance { get; set; }

    [SupplyParameterFromQuery(Name = "tier")]
    public string? Tier { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    private IEnumerable<PerformanceChoice> Events => _choices.DistinctBy(choice => choice.Event).OrderBy(choice => choice.Title, StringComparer.CurrentCulture);

    private IEnumerable<PerformanceChoice> Performances => _choices.Where(choice => choice.Event.ToString() == _event);

    private OrderFilter Filter => OrderFilterQuery.Read(Own!.Id, name => name switch
    {
        "q" => _search,
        "event" => _event,
        "performance" => _performance,
        _ => null,
    }).Filter;

    private bool HasAnswers => _list!.Rows.Any(row => row.Answers is not null);

    private string EmptyText =>
        _search.Length + _event.Length + _tier.Length > 0 ? L["No ticket matches. Try a part of the name, or fewer conditions."]
        : _after is not null ? L["There are no more tickets."]
        : L["No tickets have been sold yet. Once seats are sold, they and their names appear here."];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.ServesSomeBuyersOf(organization);
    }

    protected override async Task LoadAsync()
    {
        // Unknown words of the address count as no filter.
        var read = OrderFilterQuery.Read(Own!.Id, name => name switch
        {
            "q" => Search,
            "event" => ChosenEvent,
            "performance" => ChosenPerformance,
            _ => null,
        }).Filter;
        _choices = await reader.PerformancesAsync(Own.Id, Caller, Lifetime);
        _tiers = await reader.TiersAsync(Own.Id, read.Event, Caller, Lifetime);
        _search = read.Search?.Trim() ?? "";
        _event = read.Event?.ToString() ?? "";
        _performance = read.Performance?.ToString() ?? "";
        _tier = _tiers.FirstOrDefault(tier => tier == Tier) ?? "";
        _after = Guid.TryParse(After, out var last) ? new OrderItemId(last) : null;
        _list = await reader.ListAsync(new ListAttendees(read, _tier, _after, Caller), Lifetime);
    }

    private void ChooseEvent()
    {
        _performance = "";
        Narrow();
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.OrganizerAttendees(Slug, Filter, _tier), replace: true);

    private string Describe(TicketStatus status) => status switch
    {
        TicketStatus.Valid => L["valid"],
        TicketStatus.Disputed => L["disputed"],
        TicketStatus.Void => L["void"],
    };

    private static string BadgeOf(TicketStatus status) => status switch
    {
        TicketStatus.Valid => "badge-success",
        TicketStatus.Disputed => "badge-warning",
        TicketStatus.Void => "badge-danger",
    };
}
