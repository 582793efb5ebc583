namespace Ticketing.Tests.Integration.BadInput;

/// <content>Extras and questions of the selling organization's event.</content>
public sealed partial class BadInputShop
{
    private readonly Guid _extra = Guid.CreateVersion7();
    private readonly Guid _question = Guid.CreateVersion7();

    private static bool IsOfExtras(string operation) =>
        operation.Contains("/extras", StringComparison.Ordinal) || operation.Contains("/questions", StringComparison.Ordinal);

    private async Task<ValidRequest> ExtrasRequestAsync(ValidRequest valid)
    {
        var operation = valid.Operation;
        valid = valid with { Path = Only(operation, OfExtras()), Bearer = await OwnerAsync() };
        switch (operation.Name)
        {
            case "POST /api/v1/organizer/organizations/{id}/events/{eventId}/extras":
                await Shop.Database.ExecuteAsync("delete from extras where id <> $1", _extra);
                return valid with { Bodies = [Json(new { kind = "donation", name = "Gift", price = 100, priceMax = 500, perOrderMax = 1 }), ExtraBody()] };
            case "PATCH /api/v1/organizer/organizations/{id}/extras/{extra}":
                return valid with { Bodies = [ExtraBody()] };
            case "POST /api/v1/organizer/organizations/{id}/events/{eventId}/questions":
                await Shop.Database.ExecuteAsync("delete from event_questions where id <> $1", _question);
                return valid with
                {
                    Bodies =
                    [
                        Json(new { kind = "choice", scope = "attendee", text = "Size", options = new[] { new { text = "Small" }, new { text = "Big" } } }),
                        Json(new
                        {
                            kind = "text", scope = "order", text = "Why?", help = "Say it.", required = false, categories = new[] { "stalls" },
                            shownBy = _question, shownByAnswer = "yes",
                        }),
                    ],
                };
            case "PATCH /api/v1/organizer/organizations/{id}/questions/{question}":
                // Without categories: orders are asked it, whatever was accepted here.
                return valid with { Bodies = [Json(new { text = $"Agreed {Guid.NewGuid()}?", help = "", required = false })] };
            case "POST /api/v1/organizer/organizations/{id}/questions/{question}/move":
                return valid with { Bodies = [Json(new { up = true })] };
            default:
                return valid;
        }
    }

    private static System.Text.Json.Nodes.JsonNode ExtraBody() => Json(new
    {
        kind = "product",
        name = $"Parking {Guid.NewGuid()}",
        description = "Deck 2",
        price = 1200,
        taxBasisPoints = 1900,
        stock = 50,
        perOrderMax = 4,
        hasVoucher = true,
        categories = new[] { "stalls" },
        withSeatPrice = 900,
        withSeatCategories = new[] { "stalls" },
    });

    private Dictionary<string, string> OfExtras()
    {
        var path = Own();
        (path["extra"], path["question"]) = (_extra.ToString(), _question.ToString());
        return path;
    }

    private async Task MakeExtrasAsync()
    {
        await Shop.Database.ExecuteAsync(
            """
            insert into extras (id, organization_id, event_id, position, kind, name, description, currency, price, tax_basis_points, per_order_max, has_voucher,
              categories, with_seat_categories, created_at)
            values ($1, $2, $3, 1, 'product', $4, '', 'EUR', 1200, 1900, 4, true, '{}', '{}', now())
            """, _extra, _organization, _event, EventTitle);
        await Shop.Database.ExecuteAsync(
            """
            insert into event_questions (id, organization_id, event_id, position, kind, scope, text, help, is_required, categories, option_keys, option_texts,
              options_offered, created_at)
            values ($1, $2, $3, 1, 'consent', 'order', $4, '', false, '{}', '{}', '{}', 0, now())
            """, _question, _organization, _event, EventTitle);
    }
}
