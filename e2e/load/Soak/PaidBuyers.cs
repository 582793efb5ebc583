using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Soak;

/// <summary>
/// Buyers who pay at the local provider, at a fixed rate: hold of two seats, order, confirmation of the payment through the
/// provider's API, and polls of the order until it is paid.
/// </summary>
internal sealed class PaidBuyers(HttpClient http, Season season)
{
    private const int ExamplesMax = 5;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PaidTimeout = TimeSpan.FromSeconds(30);

    private readonly DistinctSeats _source = new(season.Performances.Count, season.Hall.Seats, season.Performances.Count);
    private readonly Lock _gate = new();

    /// <summary>From sending the hold request to the poll that finds the order paid.</summary>
    public Histogram Times { get; } = new();

    /// <summary>Paid orders.</summary>
    public long Paid => Times.Count;

    /// <summary>Responses with status 503.</summary>
    public long Busy { get; private set; }

    /// <summary>Unexpected responses, broken connections, and orders that were not paid in time.</summary>
    public long Errors { get; private set; }

    public List<string> Examples { get; } = [];

    /// <summary>Starts buyers until the stop signal, then waits for the last one.</summary>
    public async Task RunAsync(int perSecond, StopSignal stop, CancellationToken cancellationToken)
    {
        var (buyers, clock) = (new List<Task>(), Stopwatch.StartNew());
        while (!stop.IsSet)
        {
            var pause = TimeSpan.FromSeconds(buyers.Count / (double)perSecond) - clock.Elapsed;
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, cancellationToken);
            }

            var (performance, seat) = _source.Next();
            buyers.Add(BuyAsync(season.Performances[performance], seat, cancellationToken));
        }

        await Task.WhenAll(buyers);
    }

    private async Task BuyAsync(Guid performance, int seat, CancellationToken cancellationToken)
    {
        var begunAt = Stopwatch.GetTimestamp();
        try
        {
            if (await PayAsync(performance, seat, cancellationToken))
            {
                lock (_gate)
                {
                    Times.Record(Stopwatch.GetTimestamp() - begunAt);
                }
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            Wrong("a request was not answered: " + broken.Message);
        }
    }

    private async Task<bool> PayAsync(Guid performance, int seat, CancellationToken cancellationToken)
    {
        var hold = Post($"/api/v1/performances/{performance}/holds", new { seats = new[] { Label(seat), Label(seat + 1) } });
        if (await SendAsync(hold, HttpStatusCode.Created, cancellationToken) is not { } held)
        {
            return false;
        }

        var order = new
        {
            holdId = held.GetProperty("id").GetGuid(),
            holdSecret = held.GetProperty("secret").GetString(),
            buyer = new { name = "Load", email = $"{Guid.NewGuid():N}@load.example" },
        };
        if (await SendAsync(Post("/api/v1/orders", order), HttpStatusCode.Created, cancellationToken) is not { } placed
            || await SendAsync(Confirm(placed.GetProperty("payment")), HttpStatusCode.OK, cancellationToken) is null)
        {
            return false;
        }

        return await WaitUntilPaidAsync(placed, cancellationToken);
    }

    private async Task<bool> WaitUntilPaidAsync(JsonElement placed, CancellationToken cancellationToken)
    {
        var id = placed.GetProperty("id").GetGuid();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < PaidTimeout;)
        {
            var read = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/orders/{id}", UriKind.Relative));
            read.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(placed, "token"));
            if (await SendAsync(read, HttpStatusCode.OK, cancellationToken) is not { } order)
            {
                return false;
            }

            if (Text(order, "status") == "paid")
            {
                return true;
            }

            await Task.Delay(PollInterval, cancellationToken);
        }

        Wrong($"order {id} was confirmed and is not paid after {PaidTimeout.TotalSeconds} seconds");
        return false;
    }

    /// <returns>The body; null: another status, which is counted.</returns>
    private async Task<JsonElement?> SendAsync(HttpRequestMessage request, HttpStatusCode wanted, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.StatusCode == wanted)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            }

            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                lock (_gate)
                {
                    Busy++;
                }

                return null;
            }

            Wrong($"{request.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return null;
        }
    }

    private void Wrong(string example)
    {
        lock (_gate)
        {
            Errors++;
            if (Examples.Count < ExamplesMax)
            {
                Examples.Add(example);
            }
        }
    }

    private static HttpRequestMessage Post(string path, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return request;
    }

    private static HttpRequestMessage Confirm(JsonElement payment)
    {
        var address = new Uri($"{Text(payment, "apiBase")}/v1/payment_intents/{Text(payment, "paymentIntent")}/confirm");
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_secret"] = Text(payment, "clientSecret"),
                ["payment_method_data[type]"] = "card",
                ["payment_method_data[card][number]"] = "4242424242424242",
                ["payment_method_data[card][exp_month]"] = "12",
                ["payment_method_data[card][exp_year]"] = "2040",
                ["payment_method_data[card][cvc]"] = "123",
            }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Text(payment, "publishableKey"));
        return request;
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;

    private string Label(int seat) => Encoding.ASCII.GetString(season.Hall.Label(seat)).Trim().Trim('"');
}
