using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Tickets.Pages;

/// <summary>The orders of the signed-in user, and guest orders with its address that can be added.</summary>
public sealed partial class MyTickets(
    MyOrders orders, GuestOrders guestOrders, CurrentActor actor, NavigationManager navigation, TimeProvider time)
{
    private const string GuestOrdersAdded = "guest-orders-added";
    private IReadOnlyList<GuestOrder> _guestOrders = [];
    private List<MyOrder> _upcoming = [];
    private List<MyOrder> _past = [];
    private bool _isConfirmed = true;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromQuery(Name = "notice")]
    public string? Notice { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var caller = await actor.ReadAsync(Http.RequestAborted);
        _isConfirmed = caller.EmailConfirmed;
        _guestOrders = await guestOrders.ReadAsync(caller, Http.RequestAborted);
        var all = await orders.ReadAsync(caller, Http.RequestAborted);
        var now = time.GetUtcNow();
        _upcoming = [.. all.Where(order => order.EndsAt > now && order.Tickets > 0).OrderBy(order => order.StartsAt)];
        _past = [.. all.Where(order => order.EndsAt <= now || order.Tickets == 0)];
    }

    private async Task ClaimAsync()
    {
        await guestOrders.ClaimAsync(await actor.ReadAsync(Http.RequestAborted), Http.RequestAborted);
        navigation.NavigateTo(AppUrls.WithNotice(AppUrls.AccountTickets, GuestOrdersAdded));
    }
}
