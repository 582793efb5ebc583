using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Stripe;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>The Stripe client on a failing network.</summary>
public sealed class StripeClientTests : IClassFixture<StripeClientTests.Fixture>
{
    private readonly Fixture _fixture;
    private readonly LocalStripeHost _host;
    private readonly BadNetwork _network;
    private readonly string _key = Guid.NewGuid().ToString();

    public StripeClientTests(Fixture fixture)
    {
        (_fixture, _host) = (fixture, fixture.Host);
        _network = fixture.Network = new BadNetwork();
    }

    [Fact]
    public async Task Request_Always_CarriesKeyVersionAndIdempotencyKey()
    {
        await CreateAsync();
        var sent = Assert.Single(_network.Sent);
        Assert.Equal((_key, StripeApi.Version, "Bearer " + (await _host.KeysAsync()).SecretKey), sent);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(409)]
    public async Task Failure_Twice_IsRetriedWithTheSameKey(int status)
    {
        _network.Then(() => Answer(status), () => Answer(status));
        Assert.True((await CreateAsync()).Succeeded);
        Assert.Equal(3, _network.Sent.Count);
        Assert.Single(_network.Sent.Select(sent => sent.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Connection_Broken_IsRetried()
    {
        _network.Then(() => throw new HttpRequestException("reset"), () => throw new IOException("reset"));
        Assert.True((await CreateAsync()).Succeeded);
        Assert.Equal(3, _network.Sent.Count);
    }

    [Fact]
    public async Task Response_Lost_IsRetriedWithoutSecondIntent()
    {
        var before = await _fixture.CountAsync("payment_intent");
        _network.ResponsesToDrop = 2;
        Assert.True((await CreateAsync()).Succeeded);
        Assert.Equal(3, _network.Sent.Count);
        Assert.Equal(before + 1, await _fixture.CountAsync("payment_intent"));
    }

    [Fact]
    public async Task Response_Missing_IsUnavailableAfterThreeRetries()
    {
        _network.Hang = true;
        Assert.Equal(PaymentFailureKind.Unavailable, (await CreateAsync()).Refusal!.Kind);
        Assert.Equal(4, _network.Sent.Count);
    }

    [Fact]
    public async Task Failure_Lasting_IsUnavailable()
    {
        _network.Then([.. Enumerable.Repeat(() => Answer(500), 10)]);
        Assert.Equal(PaymentFailureKind.Unavailable, (await CreateAsync()).Refusal!.Kind);
        Assert.Equal(4, _network.Sent.Count);
    }

    [Fact]
    public async Task Failure_MarkedNotRetryable_IsNotRetried()
    {
        _network.Then(() =>
        {
            var answer = Answer(500);
            answer.Headers.Add("Stripe-Should-Retry", "false");
            return answer;
        });
        Assert.Equal(PaymentFailureKind.Unavailable, (await CreateAsync()).Refusal!.Kind);
        Assert.Single(_network.Sent);
    }

    [Fact]
    public async Task Response_PageOfAProxy_IsUnavailable()
    {
        _network.Then([.. Enumerable.Repeat(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>") }, 10)]);
        Assert.Equal(PaymentFailureKind.Unavailable, (await CreateAsync()).Refusal!.Kind);
        Assert.Equal(4, _network.Sent.Count);
    }

    [Theory]
    [InlineData(200, "[]")]
    [InlineData(502, "[]")]
    [InlineData(502, "\"bad gateway\"")]
    [InlineData(404, "<html>")]
    public async Task Response_WithoutObject_IsUnavailable(int status, string body)
    {
        _network.Then([.. Enumerable.Repeat(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) }, 10)]);
        Assert.Equal(PaymentFailureKind.Unavailable, (await CreateAsync()).Refusal!.Kind);
    }

    [Fact]
    public async Task Response_TooLong_IsUnavailable()
    {
        _network.Then([.. Enumerable.Repeat(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(new string(' ', 5_000_000)) }, 10)]);
        Assert.Equal(PaymentFailureKind.Unavailable, (await CreateAsync()).Refusal!.Kind);
    }

    [Theory]
    [InlineData(402, "card_error", "card_declined", PaymentFailureKind.Declined)]
    [InlineData(404, "invalid_request_error", "resource_missing", PaymentFailureKind.NotFound)]
    [InlineData(400, "invalid_request_error", "charge_already_refunded", PaymentFailureKind.WrongState)]
    [InlineData(400, "invalid_request_error", "charge_disputed", PaymentFailureKind.WrongState)]
    [InlineData(400, "invalid_request_error", "payment_intent_unexpected_state", PaymentFailureKind.WrongState)]
    [InlineData(400, "invalid_request_error", "amount_too_small", PaymentFailureKind.BadRequest)]
    [InlineData(401, "invalid_request_error", null, PaymentFailureKind.BadRequest)]
    [InlineData(403, "invalid_request_error", "secret_key_required", PaymentFailureKind.BadRequest)]
    public async Task Error_ByKind_IsMappedAndNotRetried(int status, string type, string? code, PaymentFailureKind kind)
    {
        var error = new System.Text.Json.Nodes.JsonObject { ["type"] = type, ["code"] = code, ["decline_code"] = "lost_card", ["message"] = "No." };
        var body = new System.Text.Json.Nodes.JsonObject { ["error"] = error }.ToJsonString();
        _network.Then(() => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) });

        Assert.Equal(new PaymentFailure(kind, code ?? type, "lost_card", "No."), (await CreateAsync()).Refusal);
        Assert.Single(_network.Sent);
    }

    [Fact]
    public async Task Delay_BeforeARetry_CanBeCancelled()
    {
        using var cancellationToken = new CancellationTokenSource();
        _network.Then(() =>
        {
            var answer = Answer(503);
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(10));
            cancellationToken.Cancel();
            return answer;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.Provider.GetIntentAsync("pi_none", cancellationToken.Token));
        Assert.Single(_network.Sent);
    }

    [Fact]
    public async Task BadRequest_Answered_IsNotRetried()
    {
        Assert.True((await CreateAsync()).Succeeded);
        var other = await CreateAsync(777);
        Assert.Equal((PaymentFailureKind.BadRequest, "idempotency_error"), (other.Refusal!.Kind, other.Refusal.Code));
        Assert.Equal(2, _network.Sent.Count);
    }

    [Theory]
    [InlineData(1500, "JPY", 1500)]
    [InlineData(1500, "ISK", 150000)]
    [InlineData(5120, "KWD", 5120)]
    public async Task Amount_InUnusualCurrencies_RoundTrips(long amount, string currency, long atStripe)
    {
        var intent = await _host.CreateIntentAsync(amount, currency);
        Assert.Equal(new Money(amount, currency), intent.Amount);
        Assert.Equal(
            atStripe.ToString(System.Globalization.CultureInfo.InvariantCulture),
            await _fixture.Database.ScalarAsync<string>("SELECT body ->> 'amount' FROM local_stripe.resources WHERE id = $1", intent.Id));
    }

    private Task<Outcome<PaymentIntent, PaymentFailure>> CreateAsync(long amount = 4500) => _host.Provider.CreateIntentAsync(
        new CreatePaymentIntent(new Money(amount, "EUR"), OrderId.From(Guid.Empty), "T-1", null, _key), TestContext.Current.CancellationToken);

    private static HttpResponseMessage Answer(int status) => new((HttpStatusCode)status) { Content = new StringContent("{}") };

    /// <summary>A local provider behind a failing network, on the real clock, which retries wait on.</summary>
    public sealed class Fixture(TestServers servers) : LocalStripeFixture(servers)
    {
        internal BadNetwork Network { get; set; } = new();

        private protected override Task<LocalStripeHost> StartAsync(TestDatabase database) => LocalStripeHost.StartAsync(
            database,
            services: services => services.AddHttpClient(StripeApi.HttpClientName).AddHttpMessageHandler(() => new BadNetwork.Handler(() => Network)),
            settings: [("Payments:RetryMilliseconds", "1"), ("Payments:AttemptSecondsMax", "1")]);
    }

    /// <summary>A network that fails as scripted, then works.</summary>
    internal sealed class BadNetwork
    {
        private readonly ConcurrentQueue<Func<HttpResponseMessage>> _script = new();

        public ConcurrentQueue<(string? IdempotencyKey, string Version, string Authorization)> Sent { get; } = new();

        /// <summary>The number of responses to drop after the call was executed.</summary>
        public int ResponsesToDrop { get; set; }

        public bool Hang { get; set; }

        public void Then(params Func<HttpResponseMessage>[] answers)
        {
            foreach (var answer in answers)
            {
                _script.Enqueue(answer);
            }
        }

        internal sealed class Handler(Func<BadNetwork> current) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var network = current();
                var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
                network.Sent.Enqueue((key, request.Headers.GetValues("Stripe-Version").Single(), request.Headers.Authorization!.ToString()));
                if (network.Hang)
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                if (network._script.TryDequeue(out var answer))
                {
                    return answer();
                }

                var response = await base.SendAsync(request, cancellationToken);
                if (network.ResponsesToDrop-- > 0)
                {
                    response.Dispose();
                    throw new HttpRequestException("The connection was reset after the request was sent.");
                }

                return response;
            }
        }
    }
}
