using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ticketing.Load.Booking;
using Ticketing.Load.Proof;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>A granted hold with its credentials.</summary>
internal sealed record HeldInShop(int Number, int FirstSeat, int SeatCount, Guid Id, string Secret, DateTimeOffset ExpiresAt);

/// <summary>
/// A client of one performance on several instances. Records each request and response with their times.
/// Each number has its own idempotency keys: a second request with it is a repeat.
/// </summary>
internal sealed class Shop(IReadOnlyList<AppProcess> apps, Hall hall, Guid performance, Recorder recorder) : IDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly InstanceClients _instances = new(apps);

    private int _holds = -1;

    /// <summary>Unexpected responses.</summary>
    public UnexpectedResponses Unexpected { get; } = new();

    public int NewNumber() => Interlocked.Increment(ref _holds);

    public async Task<(SeatResult Result, HeldInShop? Hold)> HoldAsync(int instance, int number, int firstSeat, int seatCount)
    {
        var labels = Enumerable.Range(firstSeat, seatCount).Select(seat => Encoding.ASCII.GetString(hall.Label(seat)).Trim()).ToList();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/performances/{performance}/holds");
        var (attempt, status, body) = await SendAsync(instance, request, $$"""{"seats":[{{string.Join(',', labels)}}]}""", SeatAction.Hold, number, firstSeat, seatCount);
        switch (status)
        {
            case HttpStatusCode.Created:
                var held = new HeldInShop(
                    number, firstSeat, seatCount, BookingAnswers.Id(body), Encoding.ASCII.GetString(BookingAnswers.Secret(body)), BookingAnswers.ExpiresAt(body));
                recorder.Done(attempt, held.Id, held.ExpiresAt, Stopwatch.GetTimestamp());
                return (SeatResult.Done, held);
            case HttpStatusCode.Conflict when body.AsSpan().IndexOf("seats-taken"u8) >= 0:
                // Labels include their closing quote: none is a prefix of another.
                recorder.Refused(attempt, labels.Index().Aggregate(0UL, (named, label) => named | (Contains(body, label.Item) ? 1UL << label.Index : 0)), Stopwatch.GetTimestamp());
                return (SeatResult.Refused, null);
            default:
                Unexpected.Note(status, body);
                return (SeatResult.Unknown, null);
        }
    }

    public async Task<SeatResult> OrderAsync(int instance, HeldInShop hold)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders");
        var content = $$$"""{"holdId":"{{{hold.Id}}}","holdSecret":"{{{hold.Secret}}}","buyer":{"name":"Load","email":"{{{_run}}}-{{{hold.Number}}}@load.example"}}""";
        var (attempt, status, body) = await SendAsync(instance, request, content, SeatAction.Order, hold.Number, hold.FirstSeat, hold.SeatCount);
        if (status == HttpStatusCode.Created && Contains(body, "\"status\":\"paid\""))
        {
            recorder.Done(attempt, BookingAnswers.Id(body), default, Stopwatch.GetTimestamp());
            return SeatResult.Done;
        }

        return RefusedOrUnknown(attempt, status, body);
    }

    public async Task<SeatResult> ReleaseAsync(int instance, HeldInShop hold)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/holds/{hold.Id}");
        request.Headers.Add("Hold-Secret", hold.Secret);
        var (attempt, status, body) = await SendAsync(instance, request, null, SeatAction.Release, hold.Number, hold.FirstSeat, hold.SeatCount);
        if (status == HttpStatusCode.NoContent)
        {
            recorder.Done(attempt, hold.Id, default, Stopwatch.GetTimestamp());
            return SeatResult.Done;
        }

        return RefusedOrUnknown(attempt, status, body);
    }

    public void Dispose() => _instances.Dispose();

    private SeatResult RefusedOrUnknown(int attempt, HttpStatusCode? status, byte[] body)
    {
        if (status is HttpStatusCode.Gone or HttpStatusCode.NotFound)
        {
            recorder.Refused(attempt, 0, Stopwatch.GetTimestamp());
            return SeatResult.Refused;
        }

        Unexpected.Note(status, body);
        return SeatResult.Unknown;
    }

    /// <returns>Status null: timeout or broken connection.</returns>
    private async Task<(int Attempt, HttpStatusCode? Status, byte[] Body)> SendAsync(
        int instance, HttpRequestMessage request, string? content, SeatAction act, int number, int firstSeat, int seatCount)
    {
        if (content is not null)
        {
            request.Content = new StringContent(content, new MediaTypeHeaderValue("application/json"));
            request.Headers.Add("Idempotency-Key", $"{_run}-{number}");
        }

        var attempt = recorder.Ask(act, number, firstSeat, seatCount, Stopwatch.GetTimestamp());
        var answer = await _instances.SendAsync(instance, request);
        if (answer.IsUnsent)
        {
            recorder.NeverSent(attempt);
        }

        return (attempt, answer.Status, answer.Body);
    }

    private static bool Contains(byte[] body, string text) => body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
