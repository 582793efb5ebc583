using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Admin;

/// <summary>The orders of the organizations that the user serves. Search and status are query parameters.</summary>
public sealed partial class OrdersPage(ListOrdersHandler handler, CurrentActor actor, NavigationManager navigation) : LiveComponent
{
    private const int PageSize = 25;
    private MudTable<OrderRow>? _table;
    private int? _total;
    private string _search = "";
    private string _status = "";

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    // Reloads after a change of the query parameters. The table loads its first page itself.
    protected override async Task OnParametersSetAsync()
    {
        (_search, _status) = (Search ?? "", Status ?? "");
        if (_table is { CurrentPage: > 0 })
        {
            _table.NavigateTo(0);
        }
        else if (_table is not null)
        {
            await _table.ReloadServerData();
        }
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.AdminOrdersFound(_search.Trim(), _status), replace: true);

    private async Task<TableData<OrderRow>> LoadAsync(TableState state, CancellationToken cancellationToken)
    {
        var caller = await actor.ReadAsync((await Authentication).User, cancellationToken);
        var list = await handler.HandleAsync(
            new ListOrders(
                caller,
                Search,
                EnumWords.TryFromWord<OrderStatus>(Status ?? "", out var wanted) ? wanted : null,
                Enum.TryParse<OrderSort>(state.SortLabel, out var sort) ? sort : OrderSort.Placed,
                state.SortDirection == SortDirection.Ascending,
                state.Page * PageSize,
                PageSize),
            cancellationToken);
        _total = list.Total;
        StateHasChanged();
        return new TableData<OrderRow> { Items = list.Rows, TotalItems = list.Total };
    }
}
