using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ticketing.Load.Booking;
using Ticketing.Load.Proof;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>A hold that was granted, and what its owner needs to use it.</summary>
internal sealed record HeldInShop(int Number, int FirstSeat, int SeatCount, Guid Id, string Secret, DateTimeOffset ExpiresAt);

/// <summary>
/// One small hall in front of several instances of the application: asks one of them for something, and writes down what was asked,
/// what was answered, and when. Every number has its own keys: asking again with it is a repeat.
/// </summary>
internal sealed class Shop(IReadOnlyList<AppProcess> apps, Hall hall, Guid performance, Recorder recorder) : IDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N");
    private readonly Doors _doors = new(apps);

    private int _holds = -1;

    /// <summary>Answers that nobody should get, to be read by a person.</summary>
    public StrangeAnswers Strange { get; } = new();

    public int NewNumber() => Interlocked.Increment(ref _holds);

    public async Task<(SeatResult Result, HeldInShop? Hold)> HoldAsync(int instance, int number, int firstSeat, int seatCount)
    {
        var labels = Enumerable.Range(firstSeat, seatCount).Select(seat => Encoding.ASCII.GetString(hall.Label(seat)).Trim()).ToList();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/performances/{performance}/holds");
        var (attempt, status, body) = await SendAsync(instance, request, $$"""{"seats":[{{string.Join(',', labels)}}]}""", SeatAct.Hold, number, firstSeat, seatCount);
        switch (status)
        {
            case HttpStatusCode.Created:
                var held = new HeldInShop(
                    number, firstSeat, seatCount, BookingAnswers.Id(body), Encoding.ASCII.GetString(BookingAnswers.Secret(body)), BookingAnswers.ExpiresAt(body));
                recorder.Done(attempt, held.Id, held.ExpiresAt, Stopwatch.GetTimestamp());
                return (SeatResult.Done, held);
            case HttpStatusCode.Conflict when body.AsSpan().IndexOf("seats-taken"u8) >= 0:
                // In its list of labels; each label ends with its quote, so none is part of another.
                recorder.Refused(attempt, labels.Index().Aggregate(0UL, (named, label) => named | (Contains(body, label.Item) ? 1UL << label.Index : 0)), Stopwatch.GetTimestamp());
                return (SeatResult.Refused, null);
            default:
                Strange.Note(status, body);
                return (SeatResult.Unknown, null);
        }
    }

    public async Task<SeatResult> OrderAsync(int instance, HeldInShop hold)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders");
        var content = $$$"""{"holdId":"{{{hold.Id}}}","holdSecret":"{{{hold.Secret}}}","buyer":{"name":"Load","email":"{{{_run}}}-{{{hold.Number}}}@load.example"}}""";
        var (attempt, status, body) = await SendAsync(instance, request, content, SeatAct.Order, hold.Number, hold.FirstSeat, hold.SeatCount);
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
        var (attempt, status, body) = await SendAsync(instance, request, null, SeatAct.Release, hold.Number, hold.FirstSeat, hold.SeatCount);
        if (status == HttpStatusCode.NoContent)
        {
            recorder.Done(attempt, hold.Id, default, Stopwatch.GetTimestamp());
            return SeatResult.Done;
        }

        return RefusedOrUnknown(attempt, status, body);
    }

    public void Dispose() => _doors.Dispose();

    private SeatResult RefusedOrUnknown(int attempt, HttpStatusCode? status, byte[] body)
    {
        if (status is HttpStatusCode.Gone or HttpStatusCode.NotFound)
        {
            recorder.Refused(attempt, 0, Stopwatch.GetTimestamp());
            return SeatResult.Refused;
        }

        Strange.Note(status, body);
        return SeatResult.Unknown;
    }

    /// <returns>Without a status where no answer came in time, or the connection broke.</returns>
    private async Task<(int Attempt, HttpStatusCode? Status, byte[] Body)> SendAsync(
        int instance, HttpRequestMessage request, string? content, SeatAct act, int number, int firstSeat, int seatCount)
    {
        if (content is not null)
        {
            request.Content = new StringContent(content, new MediaTypeHeaderValue("application/json"));
            request.Headers.Add("Idempotency-Key", $"{_run}-{number}");
        }

        var attempt = recorder.Ask(act, number, firstSeat, seatCount, Stopwatch.GetTimestamp());
        var answer = await _doors.SendAsync(instance, request);
        if (answer.IsUnsent)
        {
            recorder.NeverSent(attempt);
        }

        return (attempt, answer.Status, answer.Body);
    }

    private static bool Contains(byte[] body, string text) => body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;
}
