using System.Text.Json.Serialization;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Api;

/// <param name="Proof">The challenge, a dot, and the number that solves it; null where none was asked.</param>
internal sealed record JoinRequest(string? Proof = null);

/// <param name="Ticket">The place, signed: whoever shows it and is its owner has it. The site's pages have it as a cookie.</param>
/// <param name="Lot">Counted from 0; null before the draw.</param>
/// <param name="Place">Counted from 0: so many come before; null before the draw.</param>
internal sealed record JoinAnswer(string Ticket, bool Drawn, long? Lot, long? Place)
{
    public static JoinAnswer Of(QueueTicket ticket, string token, RevealedDraw? held) =>
        held is { Draw: var draw } ? new(token, true, ticket.Number.LotAfter(draw), ticket.Number.PlaceAfter(draw)) : new(token, false, null, null);
}

internal sealed record PlaceAnswer(long Lot, long Place);

internal sealed record MessageAnswer(int Version, string Text);

/// <param name="Link">What stands in a link's address behind <c>link=</c>.</param>
internal sealed record EnterRequest(string? Link = null);

/// <param name="Pass">To be sent as <c>Admission-Pass</c>. The site's pages have it as a cookie.</param>
/// <param name="Url">The seats.</param>
internal sealed record ClaimAnswer(string Pass, DateTimeOffset ExpiresAt, string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinAnswer))]
[JsonSerializable(typeof(PlaceAnswer))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(ClaimAnswer))]
[JsonSerializable(typeof(EnterRequest))]
internal sealed partial class QueueJson : JsonSerializerContext;
