namespace Ticketing.Tests.Integration.BadInput;

/// <content>Requests for an organizer's orders.</content>
public sealed partial class BadInputShop
{
    private const string OrganizerOrders = "/api/v1/organizer/orders";

    /// <summary>The number of a paid order of the selling organization.</summary>
    internal async Task<string> NumberAsync() =>
        (await Shop.Database.ScalarAsync<string>("select number from orders where id = $1", Guid.Parse(_paid.Id)))!;

    private async Task<ValidRequest> OrganizerOrderRequestAsync(ApiOperation operation, ValidRequest valid)
    {
        switch (operation.Name)
        {
            case "GET /api/v1/organizer/orders":
                return valid with { Bearer = _staff };
            case "GET /api/v1/organizer/orders/{number}":
                return valid with { Path = new Dictionary<string, string> { ["number"] = await NumberAsync() }, Bearer = _staff };
            case "POST /api/v1/organizer/orders/{id}/refunds":
                _paid = await PayAsync();
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { items = Items().Take(1), withFees = true, seatsBackOnSale = true, reason = "ill" })] };
            case "POST /api/v1/organizer/orders/{id}/exchange":
                _paid = await PayAsync();
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { items = Items().Take(1), seats = await FreeAsync(1), settlement = "waived", difference = 0 })] };
            case "POST /api/v1/organizer/orders/{id}/exchange/quote":
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { items = await LiveItemsAsync(), seats = await FreeAsync(1) })] };
            case "POST /api/v1/organizer/orders/{id}/notes":
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { text = "Called: comes late." })] };
            case "POST /api/v1/organizer/orders/{id}/attention":
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { marked = true })] };
            case "PATCH /api/v1/organizer/orders/{id}/buyer":
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { name = "Ada Lovelace", email = BuyersEmail, phone = "+49 30 1" })] };
            case "PATCH /api/v1/organizer/orders/{id}/items/{item}":
                _paid = await PayAsync();
                return valid with
                {
                    Path = new Dictionary<string, string> { ["id"] = _paid.Id, ["item"] = Items().First() },
                    Bearer = _staff,
                    Bodies = [Json(new { name = "Grace" })],
                };
            default:
                return valid with { Path = Ids(operation), Bearer = _staff };
        }
    }

    private async Task<List<Guid>> LiveItemsAsync()
    {
        _paid = await PayAsync();
        return await Shop.Database.ListAsync<Guid>("select id from order_items where order_id = $1 and live order by seat_index limit 1", Guid.Parse(_paid.Id));
    }

    /// <summary>Paused refunds of a date that is not the shop's, with an order that is not due.</summary>
    private async Task<Guid> MakeRefundsAsync()
    {
        var id = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync(
            """
            insert into bulk_jobs (id, organization_id, event_id, performance_ids, with_fees, status, created_at)
            values ($1, $2, $3, array[gen_random_uuid()], true, 'paused', now())
            """, id, _organization, _event);
        await Shop.Database.ExecuteAsync(
            "insert into bulk_job_items values ($1, gen_random_uuid(), 'waiting', 0, null, null, now() + interval '1 day', now())", id);
        return id;
    }
}
