using System.Text.Json.Nodes;

namespace Ticketing.Tests.Integration.BadInput;

/// <content>Campaigns and presales of the selling organization.</content>
public sealed partial class BadInputShop
{
    private static bool IsOfCodes(string operation) => operation.Contains("/access-code", StringComparison.Ordinal)
        || operation.Contains("/campaigns", StringComparison.Ordinal) || operation.Contains("/presales", StringComparison.Ordinal);

    private async Task<ValidRequest> CodesRequestAsync(ValidRequest valid)
    {
        var operation = valid.Operation;
        switch (operation.Name)
        {
            case "POST /api/v1/performances/{id}/access-code":
                return valid with { Path = Ids(operation), Bodies = [Json(new { code = $"P{_presale:N}" })] };
            case "POST /api/v1/organizer/organizations/{id}/campaigns":
                return valid with { Path = Ids(operation), Bearer = await OwnerAsync(), Bodies = [CampaignBody()] };
            case "DELETE /api/v1/organizer/organizations/{id}/campaigns/{campaign}" or "DELETE /api/v1/organizer/organizations/{id}/presales/{presale}":
                return valid with { Path = Only(operation, await ConsumedAsync()), Bearer = await OwnerAsync() };
            case "PATCH /api/v1/organizer/organizations/{id}/campaigns/{campaign}":
                return valid with { Path = Only(operation, Own()), Bearer = await OwnerAsync(), Bodies = [Json(new { name = $"Spring {Guid.NewGuid()}", usesMax = 9, clear = new[] { "validUntil" } })] };
            case "POST /api/v1/organizer/organizations/{id}/campaigns/{campaign}/codes":
                return valid with { Path = Only(operation, Own()), Bearer = await OwnerAsync(), Bodies = [Json(new { count = 2, prefix = "X" })] };
            case "POST /api/v1/organizer/organizations/{id}/events/{eventId}/presales":
                await Shop.Database.ExecuteAsync("delete from presales where id <> $1", _presale);
                return valid with { Path = Only(operation, Own()), Bearer = await OwnerAsync(), Bodies = [PresaleBody()] };
            case "PATCH /api/v1/organizer/organizations/{id}/presales/{presale}":
                return valid with { Path = Only(operation, Own()), Bearer = await OwnerAsync(), Bodies = [Json(new { name = $"Fans {Guid.NewGuid()}", seatsPerBuyerMax = 4 })] };
            case "POST /api/v1/organizer/organizations/{id}/presales/{presale}/codes":
                return valid with { Path = Only(operation, Own()), Bearer = await OwnerAsync(), Bodies = [Json(new { count = 2, usesMax = 1 })] };
            case "DELETE /api/v1/organizer/organizations/{id}/presales/{presale}/codes/{code}":
                return valid with { Path = Only(operation, await OwnCodeAsync()), Bearer = await OwnerAsync() };
            default:
                return valid with { Path = Only(operation, Own()), Bearer = await OwnerAsync() };
        }
    }

    private static JsonNode CampaignBody() => Json(new
    {
        name = "Spring",
        kind = "percent",
        value = 1000,
        perItem = false,
        currency = "EUR",
        take = 1,
        free = 1,
        categories = new[] { "stalls" },
        minimumAmount = 0,
        usesMax = 5,
        usesPerBuyerMax = 1,
        active = true,
        codes = new { count = 1, prefix = "B" },
    });

    private JsonNode PresaleBody() => Json(new
    {
        name = "Fans",
        opensAt = "2027-01-01T10:00:00Z",
        closesAt = "2027-01-02T10:00:00Z",
        categories = new[] { "stalls" },
        seatsPerBuyerMax = 4,
        performances = new[] { Shop.Sale.Id.Value },
    });

    private Dictionary<string, string> Own() => new()
    {
        ["id"] = _organization.ToString(),
        ["campaign"] = _campaign.ToString(),
        ["presale"] = _presale.ToString(),
        ["eventId"] = _event.ToString(),
    };

    private static Dictionary<string, string> Only(ApiOperation operation, Dictionary<string, string> path) =>
        operation.InPath.ToDictionary(parameter => parameter.Name, parameter => path[parameter.Name]);

    private async Task<Dictionary<string, string>> OwnCodeAsync()
    {
        var path = Own();
        var code = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync(
            "insert into access_codes (id, presale_id, organization_id, code, uses_max, uses, created_at) values ($1, $2, $3, $1::text, 1, 0, now())",
            code, _presale, _organization);
        path["code"] = code.ToString();
        return path;
    }

    // A campaign and a presale to delete.
    private async Task<Dictionary<string, string>> ConsumedAsync()
    {
        var (campaign, presale, path) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Own());
        await MakeCampaignAsync(campaign);
        await MakePresaleAsync(presale);
        (path["campaign"], path["presale"]) = (campaign.ToString(), presale.ToString());
        return path;
    }

    private async Task MakeCampaignAsync(Guid id)
    {
        await Shop.Database.ExecuteAsync(
            """
            insert into promo_campaigns (id, organization_id, name, kind, value, per_item, categories, minimum_amount, is_active, created_at)
            values ($1, $2, $3, 'percent', 1000, false, '{}', 0, true, now())
            """, id, _organization, EventTitle);
        await Shop.Database.ExecuteAsync(
            """
            insert into promo_codes (id, organization_id, campaign_id, code, kind, value, per_item, categories, minimum_amount, uses)
            values ($1, $2, $1, 'C' || upper(replace($1::text, '-', '')), 'percent', 1000, false, '{}', 0, 0)
            """, id, _organization);
    }

    private async Task MakePresaleAsync(Guid id)
    {
        await Shop.Database.ExecuteAsync(
            """
            insert into presales (id, organization_id, event_id, name, opens_at, closes_at, categories, created_at)
            values ($1, $2, $3, $4, now(), now() + interval '1 hour', '{}', now())
            """, id, _organization, _event, EventTitle);
        await Shop.Database.ExecuteAsync("insert into presale_dates values ($1, $2)", id, Shop.Sale.Id.Value);
        await Shop.Database.ExecuteAsync(
            """
            insert into access_codes (id, presale_id, organization_id, code, uses_max, uses, created_at)
            values ($1, $1, $2, 'P' || upper(replace($1::text, '-', '')), 100, 0, now())
            """, id, _organization);
    }
}
