using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Inventory;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>A performance for one run of a case, with a buyer's credentials of its own.</summary>
internal sealed class ParitySale(ParityShop shop, TestSale sale)
{
    public TestSale Sale => sale;

    /// <summary>An API token of an account.</summary>
    public string ApiToken => shop.ApiToken;

    /// <summary>A hold's secret that no hold has yet.</summary>
    public string Secret { get; } = HoldOwner.NewKey();

    /// <summary>An <c>Idempotency-Key</c>.</summary>
    public string Key { get; } = Guid.NewGuid().ToString();

    /// <summary>The hold of <see cref="HoldAsync"/>.</summary>
    public HoldReply Hold { get; private set; } = null!;

    /// <summary>The pass of <see cref="AdmitAsync"/>.</summary>
    public string Pass { get; private set; } = "";

    public string HoldsPath => $"api/v1/performances/{sale.Id}/holds";

    public ParityRequest ToHold(string body) => new(HoldsPath, body);

    /// <summary>Holds seats as a buyer without <see cref="Secret"/>.</summary>
    public async Task HoldAsync(params int[] seats)
    {
        Hold = await shop.Holds.HoldAsync(sale, [.. seats.Select(sale.Label)]);
        Assert.Equal(HttpStatusCode.Created, Hold.Status);
    }

    public Task ExpireHoldAsync() => shop.Database.ExecuteAsync(
        """
        with ended as (update holds set expires_at = now() - interval '1 second' where id = $1 returning id, expires_at)
        update seats s set held_until = e.expires_at from ended e where s.hold_id = e.id
        """, Guid.Parse(Hold.Id));

    /// <summary>Creates an admission pass for the owner of <see cref="Secret"/>.</summary>
    public async Task AdmitAsync()
    {
        var keys = await shop.App.Services.GetRequiredService<RoomKeyRing>().GetAsync(TestContext.Current.CancellationToken);
        Pass = new AdmissionPass(sale.Id, 3, QueueOwner.OfDevice(Secret), DateTimeOffset.UtcNow.AddMinutes(5)).ToToken(keys);
    }

    /// <summary>The statuses of the performance's seats, where an expired hold counts as none, and its orders with their items.</summary>
    public async Task<string> StoredAsync() => (await shop.Database.ScalarAsync<string>(
        """
        select concat_ws(' | ',
          (select string_agg((case when status = 1 and held_until <= now() then 0 else status end)::text, '' order by seat_index)
            from seats where performance_id = $1),
          (select string_agg(
              concat_ws(' ', o.status, o.locale, o.email, o.name, case when o.user_id is null then 'guest' else 'account' end,
                (select string_agg(concat_ws(' ', i.label, i.attendee_name), ', ' order by i.seat_index)
                  from order_items i where i.order_id = o.id)), '; ')
            from orders o where o.performance_id = $1))
        """, sale.Id.Value))!;
}
