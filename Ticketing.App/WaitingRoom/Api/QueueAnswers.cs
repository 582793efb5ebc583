using System.Text.Json.Serialization;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Api;

/// <param name="Proof">The challenge, a dot, and the number that solves it; null when none is required.</param>
internal sealed record JoinRequest(string? Proof = null);

/// <param name="Ticket">The signed place, valid for its owner only. Pages of the site use a cookie instead.</param>
/// <param name="Lot">Counted from 0; null before the draw.</param>
/// <param name="Place">Counted from 0: the number of visitors ahead; null before the draw.</param>
internal sealed record JoinAnswer(string Ticket, bool Drawn, long? Lot, long? Place)
{
    public static JoinAnswer Of(QueueTicket ticket, string token, RevealedDraw? held) =>
        held is { Draw: var draw } ? new(token, true, ticket.Number.LotAfter(draw), ticket.Number.PlaceAfter(draw)) : new(token, false, null, null);
}

internal sealed record PlaceAnswer(long Lot, long Place);

internal sealed record MessageAnswer(int Version, string Text);

/// <param name="Link">The value of the link's <c>link</c> parameter.</param>
internal sealed record EnterRequest(string? Link = null);

/// <param name="Pass">To be sent in the header <c>Admission-Pass</c>. Pages of the site use a cookie instead.</param>
/// <param name="Url">Address of the seat page.</param>
internal sealed record ClaimAnswer(string Pass, DateTimeOffset ExpiresAt, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinAnswer))]
[JsonSerializable(typeof(PlaceAnswer))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(ClaimAnswer))]
[JsonSerializable(typeof(EnterRequest))]
internal sealed partial class QueueJson : JsonSerializerContext;
