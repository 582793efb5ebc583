using Microsoft.AspNetCore.Components;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Pages;

/// <summary>
/// Notice on the seat page for a buyer with an unpaid order, with links to pay or cancel it. Plain HTML, so it does not depend on the
/// map.
/// </summary>
public sealed partial class UnpaidOrder(
    CheckoutReader reader, CancelOrderHandler cancelOrder, CurrentActor actor, NavigationManager navigation) : ComponentBase
{
    private CheckoutView? _waiting;

    [Parameter, EditorRequired]
    public required Guid Performance { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected override async Task OnInitializedAsync()
    {
        // No query without the cookie: the seat page must stay cheap under load.
        if (UnpaidOrderCookie.Read(Http) is not { } hold || !BuyerKey.TryGet(Http, out var key))
        {
            return;
        }

        var caller = await actor.ReadAsync(Http.RequestAborted);
        var view = await reader.ReadAsync(hold, HoldOwner.OfKey(key), caller.User, promoCode: null, Http.RequestAborted);
        _waiting = view is { Order.Status: OrderStatus.AwaitingPayment, Remaining.Ticks: > 0 } && view.Performance.Id.Value == Performance ? view : null;
    }

    private static string Clock(TimeSpan left) => FormattableString.Invariant($"{(int)left.TotalMinutes}:{left.Seconds:00}");

    private string SeatsText(int count) => count == 1 ? L["1 seat"] : L["{0} seats", count];

    private async Task CancelAsync(Order order)
    {
        var cancelled = await cancelOrder.HandleAsync(new CancelOrder(order.Id, await OrderVisits.OfAsync(Http)), Http.RequestAborted);

        // An order that cannot be cancelled is paid, in payment, or ended: its page shows which.
        navigation.NavigateTo(cancelled.Succeeded ? AppUrls.Performance(Performance) : AppUrls.Order(order.Number));
    }
}
