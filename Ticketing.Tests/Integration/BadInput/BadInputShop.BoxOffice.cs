using Ticketing.Tests.Ordering.Reductions;

namespace Ticketing.Tests.Integration.BadInput;

/// <content>Allotments, sales and shifts of the box office.</content>
public sealed partial class BadInputShop
{
    private bool _hasOffers;

    private static bool IsOfBoxOffice(string operation) => operation.Contains("/allotments", StringComparison.Ordinal)
        || operation.Contains("/box-office", StringComparison.Ordinal) || operation.Contains("/shifts", StringComparison.Ordinal);

    private async Task<ValidRequest> BoxOfficeRequestAsync(ValidRequest valid)
    {
        var operation = valid.Operation;
        switch (operation.Name)
        {
            case "GET /api/v1/organizer/performances/{id}/allotments":
                return valid with { Path = Ids(operation), Bearer = _staff };
            case "POST /api/v1/organizer/performances/{id}/allotments":
                await Shop.Database.ExecuteAsync("update seats set status = 0, allotment_id = null, fence = fence + 1 where status = 3 and allotment_id is not null");
                await Shop.Database.ExecuteAsync("delete from allotments");
                return valid with
                {
                    Path = Ids(operation),
                    Bearer = await OwnerAsync(),
                    Bodies = [Json(new { name = "Press", kind = "press", seats = await FreeAsync(1), color = "#8a5cf6", releaseAt = "2098-01-01T10:00:00Z" })],
                };
            case "POST /api/v1/organizer/allotments/{allotment}/seats":
                return valid with { Path = await AllotmentAsync(), Bearer = await OwnerAsync(), Bodies = [Json(new { seats = await FreeAsync(1) })] };
            case "POST /api/v1/organizer/allotments/{allotment}/release":
                var path = await AllotmentAsync();
                var seat = await Shop.Database.ScalarAsync<int>("select min(seat_index) from seats where allotment_id = $1", Guid.Parse(path["allotment"]));
                return valid with { Path = path, Bearer = await OwnerAsync(), Bodies = [Json(new { seats = new[] { Shop.Sale.Label(seat) } })] };
            case "POST /api/v1/organizer/performances/{id}/box-office":
                await OfferOnceAsync();
                var label = (await FreeAsync(1)).Single();
                return valid with
                {
                    Path = Ids(operation),
                    Bearer = _staff,
                    Bodies =
                    [
                        Json(new
                        {
                            seats = new[] { label },
                            means = "terminal",
                            note = "4711",
                            name = "Ada",
                            email = BuyersEmail,
                            locale = "en",
                            reductions = new Dictionary<string, string> { [label] = "Student" },
                            total = 3150,
                        }),
                    ],
                };
            case "POST /api/v1/organizer/organizations/{id}/shifts":
                await Shop.Database.ExecuteAsync(
                    "update box_office_shifts set closed_at = now(), counted = 0, expected = 0, difference = 0 where closed_at is null");
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { openingFloat = 15000, currency = "EUR" })] };
            case "POST /api/v1/organizer/organizations/{id}/shifts/close":
                return valid with { Path = Ids(operation), Bearer = _staff, Bodies = [Json(new { counted = 15000, note = "even" })] };
            default:
                return valid with { Path = Ids(operation), Bearer = _staff };
        }
    }

    private async Task OfferOnceAsync()
    {
        if (!_hasOffers)
        {
            await Shop.OfferAsync();
            _hasOffers = true;
        }
    }

    // An allotment that lasts, with two seats.
    private async Task<Dictionary<string, string>> AllotmentAsync()
    {
        var id = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync(
            """
            insert into allotments (id, organization_id, performance_id, name, kind, color, created_at)
            values ($1, $2, $3, $4, 'press', '#8a5cf6', now())
            """, id, _organization, Shop.Sale.Id.Value, EventTitle);
        await Shop.Database.ExecuteAsync(
            """
            update seats set status = 3, allotment_id = $1, fence = fence + 1 where performance_id = $2 and seat_index in (
              select seat_index from seats where performance_id = $2 and status = 0 order by seat_index desc offset 45 limit 2)
            """, id, Shop.Sale.Id.Value);
        return new Dictionary<string, string> { ["allotment"] = id.ToString() };
    }
}
