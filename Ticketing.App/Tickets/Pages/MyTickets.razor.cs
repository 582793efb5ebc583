using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Tickets.Pages;

/// <summary>The orders of the signed-in user.</summary>
public sealed partial class MyTickets(MyOrders orders, CurrentActor actor, TimeProvider time)
{
    private List<MyOrder> _upcoming = [];
    private List<MyOrder> _past = [];
    private bool _isConfirmed = true;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var caller = await actor.ReadAsync(Http.RequestAborted);
        _isConfirmed = caller.EmailConfirmed;
        var all = await orders.ReadAsync(caller, Http.RequestAborted);
        var now = time.GetUtcNow();
        _upcoming = [.. all.Where(order => order.EndsAt > now && order.Tickets > 0).OrderBy(order => order.StartsAt)];
        _past = [.. all.Where(order => order.EndsAt <= now || order.Tickets == 0)];
    }
}
