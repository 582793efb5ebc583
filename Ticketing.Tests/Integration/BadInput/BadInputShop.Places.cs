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
                body = Json(new { venue, name = "Studio", template = "studio", copyOf = await PlanAsync() });
                break;
            case var name when name.Contains(organization + "/plans/{plan}", StringComparison.Ordinal):
                body = valid.Operation.Body is null ? null : PlanBody(name);
                break;
            default:
                return null;
        }

        var plan = valid.Operation.Method == "DELETE" ? await MakePlanAsync(venue) : await PlanAsync();
        var path = valid.Operation.InPath.ToDictionary(parameter => parameter.Name, parameter => parameter.Name switch
        {
            "venue" => venue.ToString(),
            "plan" => plan.ToString(),
            "number" => "1",
            _ => _organization.ToString(),
        });
        return valid with { Path = path, Bearer = await OwnerAsync(), Bodies = body is null ? [] : [body] };
    }

    /// <summary>A seating plan of the selling organization, by which its performance is sold.</summary>
    internal Task<Guid> PlanAsync() =>
        Shop.Database.ScalarAsync<Guid>("select id from seating_plans where organization_id = $1 order by id limit 1", _organization);

    // A change set is bound to a revision by a header: PlanDesignerApiTests sends bad ones with it.
    private static JsonNode PlanBody(string operation) => operation.Split('/')[^1] switch
    {
        "draft" => Json(new[]
        {
            new
            {
                id = Guid.NewGuid(),
                name = "AddSection",
                changes = new[] { new { part = "section", key = "gallery", after = new { key = "gallery", name = "Gallery" } } },
            },
        }),
        "editing" => Json(new { takeOver = true }),
        _ => Json(new { name = "Hall" }),
    };

    private async Task<Guid> MakePlanAsync(Guid venue)
    {
        var id = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync("insert into seating_plans values ($1, $2, $3, 'Unused')", id, _organization, venue);
        await Shop.Database.ExecuteAsync("insert into seating_plan_versions (seating_plan_id, version, document, saved_at) values ($1, 1, '{}', now())", id);
        return id;
    }
}
