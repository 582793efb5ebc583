using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Radzen.Blazor;
using Ticketing.App.Platform;
using Ticketing.Core.Ordering;
using Ticketing.Core.Platform;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering;

namespace Ticketing.App.Access.Admin;

/// <summary>The orders of the organizations whose buyers the visitor serves. Search and status stand in the address.</summary>
public sealed partial class OrdersPage(ListOrdersHandler handler, CurrentActor actor, NavigationManager navigation) : IDisposable
{
    private const int PageSize = 25;
    private readonly CancellationTokenSource leaving = new();
    private RadzenDataGrid<OrderRow> grid = null!;
    // Null until they are read: only then does the grid ask for its first page by itself.
    private IReadOnlyList<OrderRow>? rows;
    private int total;
    private bool isLoading;
    private string search = "";
    private string status = "";

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? Status { get; set; }

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    protected override void OnInitialized() => (search, status) = (Search ?? "", Status ?? "");

    private async Task SearchAsync()
    {
        navigation.NavigateTo(AppUrls.AdminOrdersFound(search, status), replace: true);
        await grid.FirstPage(forceReload: true);
    }

    private async Task LoadAsync(LoadDataArgs args)
    {
        isLoading = true;
        var caller = await actor.ReadAsync((await Authentication).User, leaving.Token);
        var sort = args.Sorts?.FirstOrDefault();
        var page = await handler.HandleAsync(
            new ListOrders(
                caller,
                search,
                EnumWords.TryFromWord<OrderStatus>(status, out var wanted) ? wanted : null,
                SortOf(sort?.Property),
                sort?.SortOrder == SortOrder.Ascending,
                args.Skip ?? 0,
                PageSize),
            leaving.Token);
        (rows, total, isLoading) = (page.Rows, page.Total, false);
    }

    private static OrderSort SortOf(string? property) => property switch
    {
        nameof(OrderRow.Number) => OrderSort.Number,
        nameof(OrderRow.Name) => OrderSort.Name,
        nameof(OrderRow.Status) => OrderSort.Status,
        nameof(OrderRow.Total) => OrderSort.Total,
        _ => OrderSort.Placed,
    };
}
