using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ticketing.Load.Waiting;

/// <summary>
/// Served visitors: most claim, stay for a while and leave; some never claim. Records order, rate and limits as observed by the
/// visitors.
/// </summary>
internal sealed class AdmissionLoad(WaitingLoad visitors, Guid performance, HttpClient http, int noShowPercent, TimeSpan stay)
{
    private readonly Dictionary<long, int> _personAt = Enumerable.Range(0, visitors.Size).Where(person => visitors.Places[person] >= 0)
        .GroupBy(person => visitors.Places[person]).ToDictionary(same => same.Key, same => same.First());

    private readonly List<Task> _visits = [];
    private readonly Lock _gate = new();
    private readonly Random _random = new(20);
    private long _called;
    private int _active;

    public List<double> AdmittedAt { get; } = [];

    public int ActiveMax { get; private set; }

    public long NoShows { get; private set; }

    public long Returns { get; private set; }

    public long OrderViolations { get; private set; }

    public List<string> Wrong { get; } = [];

    /// <summary>Skips visitors served before their places were known.</summary>
    public void SkipTo(long serving) => _called = serving;

    /// <summary>Starts the visits of visitors served since the last call.</summary>
    public void Serve(long serving, Func<double> now, CancellationToken cancellationToken)
    {
        for (; _called < serving; _called++)
        {
            if (!_personAt.TryGetValue(_called, out var person))
            {
                continue;
            }

            if (_random.Next(100) < noShowPercent)
            {
                NoShows++;
                continue;
            }

            _visits.Add(VisitAsync(person, now, stay * (0.5 + _random.NextDouble()), cancellationToken));
        }
    }

    /// <summary>A claim far ahead of its turn, which must be refused.</summary>
    public async Task ClaimEarlyAsync(long serving, CancellationToken cancellationToken)
    {
        var place = serving + 5_000 + _random.Next(1_000);
        if (_personAt.TryGetValue(place, out var person))
        {
            using var answer = await ClaimAsync(person, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Conflict)
            {
                OrderViolations++;
                Wrong.Add($"place {place} at serving {serving}: {(int)answer.StatusCode}");
            }
        }
    }

    public Task CompleteAsync() => Task.WhenAll(_visits);

    private async Task VisitAsync(int person, Func<double> now, TimeSpan time, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var answer = await ClaimAsync(person, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && attempt < 20)
            {
                await Task.Delay(250, cancellationToken);
                continue;
            }

            if (answer.StatusCode != HttpStatusCode.OK)
            {
                lock (_gate)
                {
                    OrderViolations++;
                    Wrong.Add($"claim of served place {visitors.Places[person]}: {(int)answer.StatusCode} {answer.ReasonPhrase}");
                }

                return;
            }

            lock (_gate)
            {
                AdmittedAt.Add(now());
                ActiveMax = Math.Max(ActiveMax, ++_active);
            }

            var pass = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("pass").GetString()!;
            await Task.Delay(time, cancellationToken);
            await ReleaseAsync(person, pass, cancellationToken);
            return;
        }
    }

    private async Task ReleaseAsync(int person, string pass, CancellationToken cancellationToken)
    {
        // Decrement before releasing the pass: the next visitor may be admitted at once.
        lock (_gate)
        {
            _active--;
            Returns++;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/queue/{performance}/leave", UriKind.Relative));
        request.Headers.Add("Hold-Secret", WaitingLoad.Secret(person));
        request.Headers.Add("Admission-Pass", pass);
        using var answer = await http.SendAsync(request, cancellationToken);
    }

    private Task<HttpResponseMessage> ClaimAsync(int person, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/queue/{performance}/claim", UriKind.Relative));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("Hold-Secret", WaitingLoad.Secret(person));
        request.Headers.Add("Queue-Ticket", visitors.TicketText(person));
        return http.SendAsync(request, cancellationToken);
    }
}
