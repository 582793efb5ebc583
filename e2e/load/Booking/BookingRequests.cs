using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Load.Http;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Booking;

/// <summary>The two requests of a booking, for all clients of a loop: what is sent is written into the same bytes again and again.</summary>
internal sealed class BookingRequests
{
    private readonly Hall hall;
    private readonly byte[][] performances;
    private readonly RequestTemplate hold;
    private readonly RequestTemplate order;
    private readonly RequestTemplate.Slot performance;
    private readonly RequestTemplate.Slot[] seats;
    private readonly RequestTemplate.Slot holdId;
    private readonly RequestTemplate.Slot secret;
    private readonly RequestTemplate.Slot buyer;
    private readonly (RequestTemplate.Slot Hold, RequestTemplate.Slot Order)? keys;
    private ulong count;

    /// <param name="seatsPerBooking">How many seats a hold takes, one beside the other.</param>
    /// <param name="withKeys">Each request carries an <c>Idempotency-Key</c> of its own.</param>
    public BookingRequests(Hall hall, IEnumerable<Guid> performances, IPEndPoint server, int seatsPerBooking, bool withKeys)
    {
        this.hall = hall;
        this.performances = [.. performances.Select(id => Encoding.ASCII.GetBytes(id.ToString()))];
        var run = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var key = withKeys ? $"\r\nIdempotency-Key: {run}{{key:16}}" : "";
        var slots = string.Join(',', Enumerable.Range(0, seatsPerBooking).Select(number => $"{{s{number}:{hall.LabelWidth}}}"));
        hold = new RequestTemplate($"POST /api/v1/performances/{{performance:36}}/holds HTTP/1.1\r\nHost: {server}{key}", $$"""{"seats":[{{slots}}]}""");
        order = new RequestTemplate(
            $"POST /api/v1/orders HTTP/1.1\r\nHost: {server}{key}",
            $$$"""{"holdId":"{hold:36}","holdSecret":"{secret:43}","buyer":{"name":"Load","email":"{{{run}}}{buyer:16}@load.example"}}""");
        performance = hold.Find("performance");
        seats = [.. Enumerable.Range(0, seatsPerBooking).Select(number => hold.Find($"s{number}"))];
        holdId = order.Find("hold");
        secret = order.Find("secret");
        buyer = order.Find("buyer");
        keys = withKeys ? (hold.Find("key"), order.Find("key")) : null;
    }

    public ReadOnlySpan<byte> Hold(int atPerformance, int firstSeat)
    {
        performances[atPerformance].CopyTo(hold.At(performance));
        for (var i = 0; i < seats.Length; i++)
        {
            hall.Label(firstSeat + i).CopyTo(hold.At(seats[i]));
        }

        count++;
        if (keys is { } slots)
        {
            Digits.Write(hold.At(slots.Hold), count);
        }

        return hold.Bytes;
    }

    /// <summary>The order of the hold that <paramref name="held"/> is the answer to. Empty: it is no such answer.</summary>
    public ReadOnlySpan<byte> Order(ReadOnlySpan<byte> held)
    {
        if (!TryCopy(held, "\"id\":\""u8, order.At(holdId)) || !TryCopy(held, "\"secret\":\""u8, order.At(secret)))
        {
            return [];
        }

        count++;
        Digits.Write(order.At(buyer), count);
        if (keys is { } slots)
        {
            Digits.Write(order.At(slots.Order), count);
        }

        return order.Bytes;
    }

    private static bool TryCopy(ReadOnlySpan<byte> json, ReadOnlySpan<byte> before, Span<byte> into)
    {
        var at = json.IndexOf(before);
        if (at < 0 || json.Length < at + before.Length + into.Length)
        {
            return false;
        }

        json.Slice(at + before.Length, into.Length).CopyTo(into);
        return true;
    }
}
