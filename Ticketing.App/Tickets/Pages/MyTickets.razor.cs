using Microsoft.AspNetCore.Components;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Tickets.Pages;

/// <summary>The orders of the signed-in person.</summary>
public sealed partial class MyTickets(MyOrders orders, CurrentActor actor, TimeProvider time)
{
    private List<MyOrder> upcoming = [];
    private List<MyOrder> past = [];
    private bool isConfirmed = true;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var caller = await actor.ReadAsync(Http.RequestAborted);
        isConfirmed = caller.EmailConfirmed;
        var all = await orders.ReadAsync(caller, Http.RequestAborted);
        var now = time.GetUtcNow();
        upcoming = [.. all.Where(order => order.EndsAt > now && order.Tickets > 0).OrderBy(order => order.StartsAt)];
        past = [.. all.Where(order => order.EndsAt <= now || order.Tickets == 0)];
    }
}
