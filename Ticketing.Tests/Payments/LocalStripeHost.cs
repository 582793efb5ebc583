using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.LocalStripe;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Stripe;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>A received webhook.</summary>
internal sealed record ReceivedWebhook(byte[] Body, string? Signature, JsonObject Event)
{
    public string Id => Event["id"]!.GetValue<string>();

    public string Type => Event["type"]!.GetValue<string>();
}

/// <summary>The local provider on a real port, with an endpoint that collects its webhooks.</summary>
internal sealed class LocalStripeHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalStripeHost(WebApplication app) => _app = app;

    public Uri BaseAddress => new(_app.Urls.First() + "/");

    public IServiceProvider Services => _app.Services;

    public IPaymentProvider Provider => Services.GetRequiredService<IPaymentProvider>();

    public ConcurrentQueue<ReceivedWebhook> Webhooks { get; } = new();

    /// <summary>The endpoint's response status by attempt, counted from 1 for each event.</summary>
    public Func<ReceivedWebhook, int> Answer { get; set; } = _ => 200;

    public static async Task<LocalStripeHost> StartAsync(
        TestDatabase database, TimeProvider? time = null, Action<IServiceCollection>? services = null, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddDatabase(database.ConnectionString);
        builder.AddPayments();
        builder.AddLocalStripe();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var host = new LocalStripeHost(app);
        app.MapLocalStripe();
        app.MapPost("/webhooks/stripe", host.ReceiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Calls the API; <paramref name="key"/> defaults to the secret key.</summary>
    public async Task<(int Status, JsonObject Body)> CallAsync(
        HttpMethod method, string path, IEnumerable<(string Name, string Value)>? form = null, string? key = null, string? idempotencyKey = null)
    {
        var (response, body) = await SendAsync(method, path, form, key, idempotencyKey);
        using (response)
        {
            return ((int)response.StatusCode, body);
        }
    }

    public async Task<(HttpResponseMessage Response, JsonObject Body)> SendAsync(
        HttpMethod method, string path, IEnumerable<(string Name, string Value)>? form = null, string? key = null, string? idempotencyKey = null)
    {
        using var client = new HttpClient { BaseAddress = BaseAddress };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? (await KeysAsync()).SecretKey);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        if (form is not null)
        {
            request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        }

        var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject());
    }

    public async Task<StripeKeys> KeysAsync() =>
        await Services.GetRequiredService<LocalStripeAccount>().GetKeysAsync(TestContext.Current.CancellationToken);

    public async Task<PaymentIntent> CreateIntentAsync(long amount = 4500, string currency = "EUR") =>
        Succeeded(await Provider.CreateIntentAsync(
            new CreatePaymentIntent(new Money(amount, currency), OrderId.New(), "T-1234ABCD", "buyer@example.com", Guid.NewGuid().ToString()),
            TestContext.Current.CancellationToken));

    /// <summary>Confirms with the publishable key, the client secret and a card number.</summary>
    public async Task<(int Status, JsonObject Body)> ConfirmAsync(PaymentIntent intent, string card, string? returnUrl = null)
    {
        List<(string, string)> form =
        [
            ("client_secret", intent.ClientSecret!),
            ("payment_method_data[type]", "card"),
            ("payment_method_data[card][number]", card),
            ("payment_method_data[card][exp_month]", "12"),
            ("payment_method_data[card][exp_year]", "2040"),
            ("payment_method_data[card][cvc]", "123"),
        ];
        if (returnUrl is not null)
        {
            form.Add(("return_url", returnUrl));
        }

        return await CallAsync(HttpMethod.Post, $"v1/payment_intents/{intent.Id}/confirm", form, (await KeysAsync()).PublishableKey);
    }

    public async Task<PaymentIntent> GetIntentAsync(string id) =>
        Succeeded(await Provider.GetIntentAsync(id, TestContext.Current.CancellationToken));

    public static TValue Succeeded<TValue, TRefusal>(Outcome<TValue, TRefusal> outcome) where TRefusal : notnull
    {
        Assert.True(outcome.Succeeded, outcome.Refusal?.ToString());
        return outcome.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        var webhook = new ReceivedWebhook(
            buffer.ToArray(), request.Headers["Stripe-Signature"], JsonNode.Parse(buffer.ToArray())!.AsObject());
        Webhooks.Enqueue(webhook);
        return Results.StatusCode(Answer(webhook));
    }
}
