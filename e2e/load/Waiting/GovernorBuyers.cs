using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Waiting;

/// <summary>Visitors who claim when served, hold the seat with the index of their place, and order it.</summary>
internal sealed class GovernorBuyers(WaitingLoad visitors, Guid performance, Hall hall, HttpClient http)
{
    private readonly Dictionary<long, int> _personAt = Enumerable.Range(0, visitors.Size).ToDictionary(person => visitors.Places[person]);
    private readonly List<Task> _visits = [];
    private readonly Lock _gate = new();
    private long _called;
    private Histogram _times = new();

    public int Ordered { get; private set; }

    public List<string> Wrong { get; } = [];

    /// <summary>Latencies of orders since the last call.</summary>
    public Histogram TakeTimes()
    {
        lock (_gate)
        {
            var taken = _times;
            _times = new Histogram();
            return taken;
        }
    }

    public void Serve(long serving, CancellationToken cancellationToken)
    {
        for (; _called < serving; _called++)
        {
            _visits.Add(BuyAsync(_personAt[_called], (int)_called, cancellationToken));
        }
    }

    public Task CompleteAsync() => Task.WhenAll(_visits);

    private async Task BuyAsync(int person, int seat, CancellationToken cancellationToken)
    {
        var secret = WaitingLoad.Secret(person);
        var pass = await SendAsync(
            $"/queue/{performance}/claim", secret, ("Queue-Ticket", visitors.TicketText(person)), null, HttpStatusCode.OK, cancellationToken);
        if (pass is null)
        {
            return;
        }

        var held = await SendAsync(
            $"/api/v1/performances/{performance}/holds", secret, ("Admission-Pass", pass.Value.GetProperty("pass").GetString()!),
            new { seats = new[] { System.Text.Encoding.ASCII.GetString(hall.Label(seat)).Trim().Trim('"') } }, HttpStatusCode.Created, cancellationToken);
        if (held is null)
        {
            return;
        }

        var begunAt = Stopwatch.GetTimestamp();
        var order = new { holdId = held.Value.GetProperty("id").GetGuid(), holdSecret = secret, buyer = new { name = "Load", email = $"{secret}@load.example" } };
        if (await SendAsync("/api/v1/orders", secret, null, order, HttpStatusCode.Created, cancellationToken) is not null)
        {
            lock (_gate)
            {
                _times.Record(Stopwatch.GetTimestamp() - begunAt);
                Ordered++;
            }
        }
    }

    private async Task<JsonElement?> SendAsync(string path, string secret, (string Name, string Value)? header, object? body, HttpStatusCode wanted, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Add("Hold-Secret", secret);
            if (header is { } more)
            {
                request.Headers.Add(more.Name, more.Value);
            }

            using var answer = await http.SendAsync(request, cancellationToken);
            if (answer.StatusCode == wanted)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            }

            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == 40)
            {
                var said = await answer.Content.ReadAsStringAsync(cancellationToken);
                lock (_gate)
                {
                    Wrong.Add($"{path}: {(int)answer.StatusCode} {said}");
                }

                return null;
            }

            await Task.Delay(250, cancellationToken);
        }
    }
}
