using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// One tenant of a /24 tries to hold a hall of 20,000 seats for ten minutes: from all addresses, always as new owners, solving every proof
/// of work. Measures how many seats it ever has.
/// </summary>
internal sealed class Budget : IScenario
{
    private const int Seats = 20_000;
    private const int SeatsPerHold = 10;
    private const int Addresses = 250;
    private const int SecondsDefault = 600;
    private const int RefusedPauseMs = 1_000;

    public string Name => "budget";

    public string Summary => "one network tries to hold 20,000 seats; --clients N (64), --seconds N (600)";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken cancellationToken)
    {
        var budget = new SeatBudgetOptions();
        await using var stack = await LoadStack.StartAsync(options, cancellationToken, moreSettings: new Dictionary<string, string>
        {
            ["SeatBudget__LineSeats"] = budget.LineSeats.ToString(CultureInfo.InvariantCulture),
            ["SeatBudget__BlockSeatsMax"] = budget.BlockSeatsMax.ToString(CultureInfo.InvariantCulture),
        });
        var season = await Season.OpenAsync(stack.Database, new Hall(Seats), 1, blockedPercent: 0, cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://{stack.App.Address}") };
        var attack = new Attack(http, season.Performances[0]);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = Enumerable.Range(0, options.Clients ?? 64).Select(client => attack.RunAsync(client, stop.Token)).ToArray();
        var (held, fullAfter) = await WatchAsync(
            stack.Database, season.Performances[0], TimeSpan.FromSeconds(options.Seconds ?? SecondsDefault), cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        attack.Wrong.Take(5).ToList().ForEach(wrong => Console.WriteLine("  wrong response: " + wrong));

        return new Figures()
            .Add("seatsHeldMax", held)
            .Add("seatsHeldMaxAfterSeconds", fullAfter, 0)
            .Add("seatsOfTheHall", Seats)
            .Add("holds", attack.Held)
            .Add("proofsSolved", attack.Proofs)
            .Add("refused", attack.Refused)
            .AddFault("overTheBudget", Math.Max(0, held - budget.BlockSeatsMax))
            .AddFault("errors", attack.Wrong.Count);
    }

    private static async Task<(long Seats, double AfterSeconds)> WatchAsync(
        NpgsqlDataSource database, Guid performance, TimeSpan time, CancellationToken cancellationToken)
    {
        var (most, after, clock) = (0L, 0.0, Stopwatch.StartNew());
        while (clock.Elapsed < time)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            await using var count = database.CreateCommand("select count(*) from seats where performance_id = $1 and status <> 0");
            count.Parameters.Add(new NpgsqlParameter { Value = performance });
            var seats = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
            if (seats > most)
            {
                (most, after) = (seats, clock.Elapsed.TotalSeconds);
            }
        }

        return (most, after);
    }

    /// <summary>The attacker's clients. Loopback is a trusted proxy, so each request chooses its address.</summary>
    private sealed class Attack(HttpClient http, Guid performance)
    {
        private readonly Lock _lock = new();

        public int Held { get; private set; }

        public int Proofs { get; private set; }

        public int Refused { get; private set; }

        public List<string> Wrong { get; } = [];

        public async Task RunAsync(int client, CancellationToken cancellationToken)
        {
            for (var turn = 0; !cancellationToken.IsCancellationRequested; turn++)
            {
                try
                {
                    await TryAsync($"203.0.113.{1 + (((client * 31) + turn) % Addresses)}", cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        private async Task TryAsync(string address, CancellationToken cancellationToken)
        {
            var (status, body) = await HoldAsync(address, null, null, cancellationToken);
            if (status == HttpStatusCode.TooManyRequests && body?["challenge"]?.GetValue<string>() is { } challenge)
            {
                var proof = await Task.Run(() => Solve(challenge, body["bits"]!.GetValue<int>(), cancellationToken), cancellationToken);
                Count(() => Proofs++);
                (status, _) = await HoldAsync(address, body["secret"]!.GetValue<string>(), proof, cancellationToken);
            }

            switch (status)
            {
                case HttpStatusCode.Created:
                    Count(() => Held++);
                    break;
                case HttpStatusCode.TooManyRequests:
                    Count(() => Refused++);
                    await Task.Delay(RefusedPauseMs, cancellationToken);
                    break;
                default:
                    Count(() => Wrong.Add($"{(int)status}"));
                    break;
            }
        }

        private async Task<(HttpStatusCode Status, JsonNode? Body)> HoldAsync(
            string address, string? secret, string? proof, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/performances/{performance}/holds")
            {
                Content = JsonContent.Create(new { bestAvailable = new { quantity = SeatsPerHold, together = false } }),
            };
            request.Headers.Add("X-Forwarded-For", address);
            if (secret is not null)
            {
                request.Headers.Add("Hold-Secret", secret);
                request.Headers.Add("Seat-Proof", proof);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
        }

        private void Count(Action count)
        {
            lock (_lock)
            {
                count();
            }
        }

        private static string Solve(string challenge, int bits, CancellationToken cancellationToken)
        {
            for (var number = 0; ; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var answer = string.Create(CultureInfo.InvariantCulture, $"{challenge}.{number}");
                var digest = SHA256.HashData(Encoding.ASCII.GetBytes(answer));
                if (System.Numerics.BitOperations.LeadingZeroCount(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(digest)) >= bits)
                {
                    return answer;
                }
            }
        }
    }
}
