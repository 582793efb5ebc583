namespace Ticketing.Tests.Integration.BadInput;

/// <summary>The requests about messages and exports.</summary>
public sealed partial class BadInputShop
{
    /// <summary>A draft of a message of the selling organization.</summary>
    internal Guid Message { get; private set; }

    /// <summary>Null: the operation is about something else.</summary>
    private async Task<ValidRequest?> FindMessageRequestAsync(ApiOperation operation, ValidRequest valid)
    {
        switch (operation.Name)
        {
            case "GET /api/v1/organizer/organizations/{id}/exports/{kind}":
                return valid with { Path = new Dictionary<string, string> { ["id"] = _organization.ToString(), ["kind"] = "orders" }, Bearer = await OwnerAsync() };
            case "GET /api/v1/organizer/organizations/{id}/messages":
                return valid with { Path = Ids(operation), Bearer = await OwnerAsync() };
            case "POST /api/v1/organizer/organizations/{id}/messages":
                return valid with { Path = Ids(operation), Bearer = await OwnerAsync(), Bodies = [Json(MessageBody)] };
            case "GET /api/v1/organizer/organizations/{id}/messages/{message}":
                return valid with { Path = await MessagePathAsync("draft"), Bearer = await OwnerAsync() };
            case "PUT /api/v1/organizer/organizations/{id}/messages/{message}":
                return valid with { Path = await MessagePathAsync("draft"), Bearer = await OwnerAsync(), Bodies = [Json(MessageBody)] };
            case "DELETE /api/v1/organizer/organizations/{id}/messages/{message}":
                return valid with { Path = await MessagePathAsync("draft"), Bearer = await OwnerAsync() };
            case "POST /api/v1/organizer/organizations/{id}/messages/{message}/test":
                return valid with { Path = await MessagePathAsync("draft"), Bearer = await OwnerAsync(), Bodies = [Json(new { language = "en" })] };
            case "POST /api/v1/organizer/organizations/{id}/messages/{message}/send":
                return valid with { Path = await MessagePathAsync("draft"), Bearer = await OwnerAsync(), Bodies = [Json(new { at = DateTimeOffset.UtcNow.AddDays(3) })] };
            case "POST /api/v1/organizer/organizations/{id}/messages/{message}/stop":
                return valid with { Path = await MessagePathAsync("scheduled"), Bearer = await OwnerAsync() };
            default:
                return null;
        }
    }

    private static object MessageBody => new
    {
        audience = new { statuses = new[] { "paid" }, performances = Array.Empty<string>(), tiers = new[] { "Standard" } },
        en = new { subject = "Doors", body = "Hello {name}" },
        de = new { subject = "Einlass", body = "Hallo {name}" },
    };

    private async Task<Dictionary<string, string>> MessagePathAsync(string status) => new()
    {
        ["id"] = _organization.ToString(),
        ["message"] = (await MakeMessageAsync(status)).ToString(),
    };

    // Its subject is the event's title; a scheduled one begins in a week.
    private async Task<Guid> MakeMessageAsync(string status)
    {
        var id = Guid.CreateVersion7();
        await Shop.Database.ExecuteAsync(
            """
            insert into messages (id, organization_id, kind, status, audience, subject_en, body_en, subject_de, body_de, revision, created_at, updated_at,
              scheduled_at, recipient_count)
            values ($1, $2, 'service', $3, '{"event":null,"performances":[],"tiers":[],"statuses":["paid"]}', $4, 'Hello {name}', '', '', 1, now(), now(),
              case when $3 = 'scheduled' then now() + interval '7 days' end, 0)
            """, id, _organization, status, EventTitle);
        return id;
    }
}
