using System.Text.Json.Nodes;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Valid requests about venues and seating plans.</summary>
public sealed partial class BadInputShop
{
    private static JsonNode Place => Json(new
    {
        name = "Hall",
        street = "Street 1",
        postalCode = "10115",
        city = "Berlin",
        country = "DE",
        timeZone = "Europe/Berlin",
        latitude = 52.5,
        longitude = 13.4,
    });

    /// <summary>Null: the operation is about something else.</summary>
    private async Task<ValidRequest?> PlacesRequestAsync(ValidRequest valid)
    {
        const string organizer = "/api/v1/organizer";
        const string organization = organizer + "/organizations/{id}";
        if (!valid.Operation.Path.StartsWith(organizer, StringComparison.Ordinal))
        {
            return null;
        }

        var venue = await Shop.Database.ScalarAsync<Guid>("select venue_id from performances");
        JsonNode? body;
        switch (valid.Operation.Name)
        {
            case "GET " + organizer + "/plan-templates" or "GET " + organization + "/venues" or "GET " + organization + "/plans":
                body = null;
                break;
            case "POST " + organization + "/venues" or "PUT " + organization + "/venues/{venue}":
                body = Place;
                break;
            case "POST " + organization + "/plans":
                body = Json(new { venue, template = "studio", name = "Studio" });
                break;
            default:
                return null;
        }

        var path = valid.Operation.InPath.ToDictionary(parameter => parameter.Name, parameter => (parameter.Name == "venue" ? venue : _organization).ToString());
        return valid with { Path = path, Bearer = await OwnerAsync(), Bodies = body is null ? [] : [body] };
    }
}
