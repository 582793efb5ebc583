using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Links;
using Ticketing.Tests.Access;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Valid requests about drafts and publications.</summary>
public sealed partial class BadInputShop
{
    // Nothing that would take the event from the other operations: it is shown, not paused, and its draft is incomplete.
    private async Task<ValidRequest> ValidPublishingAsync(ValidRequest valid, ApiOperation operation)
    {
        object? body = operation.Path.Split('/')[^1] switch
        {
            "draft" when operation.Method == "PUT" => new { details = new { title = "A title", artworkSeed = 1 }, dates = new[] { new { id = Guid.NewGuid(), startsAt = "2031-05-01T20:00", minutes = 90 } } },
            "undo" => new { revision = 1 },
            "publication" => new { revision = 1, at = "2031-05-01T20:00:00Z" },
            "state" when operation.Collection == "events" => new { change = "show", reason = "ill" },
            "state" => new { change = "resume", reason = "ill" },
            _ => null,
        };
        var id = operation.Collection == "events" ? _event : Shop.Sale.Id.Value;
        return valid with
        {
            Path = new Dictionary<string, string> { ["id"] = id.ToString() },
            Bearer = await OwnerAsync(),
            Bodies = body is null ? [] : [Json(body)],
        };
    }
}
