using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Load.Http;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Booking;

/// <summary>The two requests of a booking, shared by all clients of a loop in reused buffers.</summary>
internal sealed class BookingRequests
{
    private readonly Hall _hall;
    private readonly byte[][] _performances;
    private readonly RequestTemplate _hold;
    private readonly RequestTemplate _order;
    private readonly RequestTemplate.Slot _performance;
    private readonly RequestTemplate.Slot[] _seats;
    private readonly RequestTemplate.Slot _holdId;
    private readonly RequestTemplate.Slot _secret;
    private readonly RequestTemplate.Slot _buyer;
    private readonly (RequestTemplate.Slot Hold, RequestTemplate.Slot Order)? _keys;
    private ulong _count;

    /// <param name="seatsPerBooking">Adjacent seats per hold.</param>
    /// <param name="withKeys">Each request has its own <c>Idempotency-Key</c>.</param>
    public BookingRequests(Hall hall, IEnumerable<Guid> performances, IPEndPoint server, int seatsPerBooking, bool withKeys)
    {
        _hall = hall;
        _performances = [.. performances.Select(id => Encoding.ASCII.GetBytes(id.ToString()))];
        var run = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var key = withKeys ? $"\r\nIdempotency-Key: {run}{{key:16}}" : "";
        var slots = string.Join(',', Enumerable.Range(0, seatsPerBooking).Select(number => $"{{s{number}:{hall.LabelWidth}}}"));
        _hold = new RequestTemplate($"POST /api/v1/performances/{{performance:36}}/holds HTTP/1.1\r\nHost: {server}{key}", $$"""{"seats":[{{slots}}]}""");
        _order = new RequestTemplate(
            $"POST /api/v1/orders HTTP/1.1\r\nHost: {server}{key}",
            $$$"""{"holdId":"{hold:36}","holdSecret":"{secret:43}","buyer":{"name":"Load","email":"{{{run}}}{buyer:16}@load.example"}}""");
        _performance = _hold.Find("performance");
        _seats = [.. Enumerable.Range(0, seatsPerBooking).Select(number => _hold.Find($"s{number}"))];
        _holdId = _order.Find("hold");
        _secret = _order.Find("secret");
        _buyer = _order.Find("buyer");
        _keys = withKeys ? (_hold.Find("key"), _order.Find("key")) : null;
    }

    public ReadOnlySpan<byte> Hold(int atPerformance, int firstSeat)
    {
        _performances[atPerformance].CopyTo(_hold.At(_performance));
        for (var i = 0; i < _seats.Length; i++)
        {
            _hall.Label(firstSeat + i).CopyTo(_hold.At(_seats[i]));
        }

        _count++;
        if (_keys is { } slots)
        {
            Digits.Write(_hold.At(slots.Hold), _count);
        }

        return _hold.Bytes;
    }

    /// <summary>The order request for the hold in the response <paramref name="held"/>. Empty: no hold in the response.</summary>
    public ReadOnlySpan<byte> Order(ReadOnlySpan<byte> held)
    {
        if (!TryCopy(held, "\"id\":\""u8, _order.At(_holdId)) || !TryCopy(held, "\"secret\":\""u8, _order.At(_secret)))
        {
            return [];
        }

        _count++;
        Digits.Write(_order.At(_buyer), _count);
        if (_keys is { } slots)
        {
            Digits.Write(_order.At(slots.Order), _count);
        }

        return _order.Bytes;
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
