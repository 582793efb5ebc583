using System.Globalization;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.WaitingRoom;

/// <summary>
/// The public state of a room in at most 250 bytes. All polls get the same bytes; each page derives its visitor's place and wait from
/// them. Times are Unix seconds.
/// </summary>
public static class RoomDocument
{
    public const int BytesMax = 250;

    /// <param name="state">The room's numbers; null while unknown during a Redis outage.</param>
    /// <param name="draw">The draw; null before it.</param>
    /// <param name="commitment">SHA-256 of the seed.</param>
    /// <param name="messageVersion">Increases with each message of the organizer; 0: no message.</param>
    /// <param name="isUnavailable">Whether Redis is unavailable.</param>
    public static byte[] Write(
        RoomPhase phase, RoomState? state, RoomSettings settings, DateTimeOffset now, RevealedDraw? draw, ReadOnlySpan<byte> commitment,
        int messageVersion, bool isUnavailable)
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

        if (isUnavailable)
        {
            text.Append(",\"away\":1");
        }

        var bytes = Encoding.ASCII.GetBytes(text.Append('}').ToString());
        Invariant.Holds(bytes.Length <= BytesMax);
        return bytes;

        void Number(string name, long value) => text.Append(CultureInfo.InvariantCulture, $",\"{name}\":{value}");
    }
}

/// <summary>A completed draw with its published seed.</summary>
public sealed record RevealedDraw(Draw Draw, byte[] Seed);
