using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Organizer;

/// <summary>An organization's orders, for those who serve its buyers. Filters and page are query parameters.</summary>
public sealed partial class OrdersPage(OrganizerOrders orders, NavigationManager navigation) : OrganizerPage
{
    private OrderFilter _filter = new(default);
    private OrganizerOrderList? _list;
    private OrderChoices? _choices;
    private OrderId? _after;
    private string _search = "";
    private string _event = "";
    private string _performance = "";
    private string _status = "";
    private DateOnly? _from;
    private DateOnly? _to;
    private bool _attention;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "event")]
    public string? Event { get; set; }

    [SupplyParameterFromQuery(Name = "performance")]
    public string? Performance { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "attention")]
    public string? Attention { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug))];

    private bool IsNarrowed => _filter != new OrderFilter(_filter.Organization);

    private string TotalText => _list switch
    {
        null => "",
        { Total: > OrganizerOrders.CountedMax } => L["More than {0:N0} orders", OrganizerOrders.CountedMax],
        { Total: 1 } => L["1 order"],
        _ => L["{0:N0} orders", _list.Total],
    };

    private string EmptyText =>
        _after is not null ? L["There are no more orders."]
        : IsNarrowed ? L["No order matches. Try a part of the name or address, or fewer filters."]
        : L["There are no orders yet. Once an event is on sale, each order appears here with its buyer and seats."];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.ServesSomeBuyersOf(organization);
    }

    protected override async Task LoadAsync()
    {
        // Unknown words of the address count as no filter.
        _filter = new OrderFilter(
            Own!.Id,
            string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(),
            Guid.TryParse(Event, out var ofEvent) ? new Core.Common.EventId(ofEvent) : null,
            Guid.TryParse(Performance, out var performance) ? new PerformanceId(performance) : null,
            EnumWords.TryFromWord<OrderStatus>(Status ?? "", out var status) ? status : null,
            DayOf(From),
            DayOf(To),
            Attention == "true");
        _after = Guid.TryParse(After, out var after) ? new OrderId(after) : null;
        (_search, _event, _performance) = (_filter.Search ?? "", _filter.Event?.ToString() ?? "", _filter.Performance?.ToString() ?? "");
        (_status, _from, _to, _attention) = (_filter.Status?.ToWord() ?? "", _filter.From, _filter.To, _filter.NeedsAttention);
        _choices = await orders.ChoicesAsync(Own.Id, _filter.Event, Caller, Lifetime);
        _list = await orders.ListAsync(new ListOrganizerOrders(_filter, _after, Caller), Lifetime);
    }

    private void ChooseEvent()
    {
        _performance = "";
        Narrow();
    }

    private void Narrow() => navigation.NavigateTo(
        AppUrls.OrganizerOrders(
            Slug,
            new OrderFilter(
                _filter.Organization,
                _search.Trim(),
                Guid.TryParse(_event, out var ofEvent) ? new Core.Common.EventId(ofEvent) : null,
                Guid.TryParse(_performance, out var performance) ? new PerformanceId(performance) : null,
                EnumWords.TryFromWord<OrderStatus>(_status, out var status) ? status : null,
                _from,
                _to,
                _attention)),
        replace: true);

    private static DateOnly? DayOf(string? typed) =>
        DateOnly.TryParseExact(typed, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
