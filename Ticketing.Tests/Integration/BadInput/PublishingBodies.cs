namespace Ticketing.Tests.Integration.BadInput;

/// <summary>
/// Valid bodies for a published event and its date that take nothing from the other operations: the event is shown already, the date is not
/// paused, and the draft is incomplete.
/// </summary>
internal static class PublishingBodies
{
    public static bool Covers(string operation) =>
        operation.Contains("/organizer/events/{id}/", StringComparison.Ordinal)
        || operation is "POST /api/v1/organizer/performances/{id}/state" or "GET /api/v1/organizer/performances/{id}/plan-change"
            or "POST /api/v1/organizer/performances/{id}/plan-change";

    /// <summary>Null: the operation has no body.</summary>
    public static object? Of(string operation) => operation switch
    {
        "PUT /api/v1/organizer/events/{id}/draft" => new
        {
            details = new { title = "A title", artworkSeed = 1 },
            dates = new[] { new { id = Guid.NewGuid(), startsAt = "2031-05-01T20:00", minutes = 90 } },
        },
        "POST /api/v1/organizer/events/{id}/draft/undo" => new { revision = 1 },
        "POST /api/v1/organizer/events/{id}/publication" => new { revision = 1, at = "2031-05-01T20:00:00Z" },
        "POST /api/v1/organizer/events/{id}/state" => new { change = "show", reason = "ill" },
        "POST /api/v1/organizer/performances/{id}/state" => new { change = "resume", reason = "ill" },
        "POST /api/v1/organizer/performances/{id}/plan-change" => new { hash = "0123456789abcdef0123456789abcdef" },
        _ => null,
    };
}
