using System.Globalization;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// What everybody may know about a room, in less than 250 bytes: the answer to every poll, the same bytes for all, from which a page
/// works out its own visitor's place and time. Times are Unix seconds.
/// </summary>
public static class RoomDocument
{
    public const int BytesMax = 250;

    /// <param name="state">The numbers; null while Redis is away and nothing is known.</param>
    /// <param name="draw">The draw, held; null before.</param>
    /// <param name="commitment">SHA-256 of the seed.</param>
    /// <param name="messageVersion">Grows with each message of the organizer; 0: there is none.</param>
    public static byte[] Write(
        RoomPhase phase, RoomState? state, RoomSettings settings, DateTimeOffset now, RevealedDraw? draw, ReadOnlySpan<byte> commitment, int messageVersion, bool isAway)
    {
        var text = new StringBuilder(BytesMax);
        text.Append("{\"phase\":\"").Append(phase.ToWord()).Append('"');
        Number("now", now.ToUnixTimeSeconds());
        if (phase is RoomPhase.Announced or RoomPhase.PreQueue or RoomPhase.Drawing)
        {
            Number("opens", settings.PreQueueAt.ToUnixTimeSeconds());
            Number("starts", settings.StartsAt.ToUnixTimeSeconds());
        }

        if (state is not null)
        {
            Number("epoch", state.Epoch);
            Number("serving", state.Serving);
            Number("tail", state.Tail + (draw is null ? state.Late : 0));
            text.Append(CultureInfo.InvariantCulture, $",\"rate\":{state.PerMinute:0.#}");
        }

        if (draw is not null)
        {
            Number("lots", draw.Draw.Lots);
            text.Append(",\"seed\":\"").Append(Convert.ToHexStringLower(draw.Seed)).Append('"');
        }
        else if (settings.PreQueueAt < settings.StartsAt)
        {
            text.Append(",\"seedHash\":\"").Append(Convert.ToHexStringLower(commitment)).Append('"');
        }

        if (messageVersion > 0)
        {
            Number("message", messageVersion);
        }

        if (isAway)
        {
            text.Append(",\"away\":1");
        }

        var bytes = Encoding.ASCII.GetBytes(text.Append('}').ToString());
        Invariant.Holds(bytes.Length <= BytesMax);
        return bytes;

        void Number(string name, long value) => text.Append(CultureInfo.InvariantCulture, $",\"{name}\":{value}");
    }
}

/// <summary>A draw that was held: anybody may know its seed.</summary>
public sealed record RevealedDraw(Draw Draw, byte[] Seed);
