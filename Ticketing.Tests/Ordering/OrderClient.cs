using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Ordering;

/// <summary>An API client for a guest's orders and their payment at the provider.</summary>
internal sealed class OrderClient(Uri baseAddress) : IDisposable
{
    // No body is sent before the server's 100-continue.
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        UseCookies = false,
        MaxConnectionsPerServer = 200,
        Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
    })
    {
        BaseAddress = baseAddress,
        Timeout = TimeSpan.FromSeconds(90),
    };

    /// <param name="key">The <c>Idempotency-Key</c>; null sends none.</param>
    public Task<Reply> PlaceAsync(HoldReply hold, string email = "ada@example.org", string? promoCode = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders")
        {
            Content = JsonContent.Create(new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada Lovelace", email }, promoCode }),
        };
        AddKey(request, key);
        return SendAsync(request);
    }

    /// <summary>Confirms the payment at the provider with the publishable key and the intent's secret.</summary>
    public Task<Reply> PayAsync(Reply order, string card = Shop.GoodCard, string? key = null)
    {
        var payment = order.Body!["payment"]!;
        var request = new HttpRequestMessage(HttpMethod.Post, $"v1/payment_intents/{payment["paymentIntent"]}/confirm")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_secret"] = payment["clientSecret"]!.GetValue<string>(),
                ["payment_method_data[type]"] = "card",
                ["payment_method_data[card][number]"] = card,
                ["payment_method_data[card][exp_month]"] = "12",
                ["payment_method_data[card][exp_year]"] = "2040",
                ["payment_method_data[card][cvc]"] = "123",
                ["return_url"] = new Uri(baseAddress, "back").AbsoluteUri,
            }),
        };
        request.Headers.Authorization = new("Bearer", payment["publishableKey"]!.GetValue<string>());
        AddKey(request, key);
        return SendAsync(request);
    }

    public Task<Reply> ReadAsync(Reply order) => SendAsync(HttpMethod.Get, $"api/v1/orders/{order.Id}", null, order.Token);

    public Task<Reply> SendAsync(HttpMethod method, string path, object? body, string? bearer = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        return SendAsync(request);
    }

    public void Dispose() => Http.Dispose();

    private static void AddKey(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", TestSecrets.Of(key));
        }
    }

    private async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return new Reply(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
    }
}

/// <summary>An order or a problem.</summary>
internal sealed record Reply(HttpStatusCode Code, JsonNode? Body)
{
    public string Id => Body!["id"]!.GetValue<string>();

    public string Token => Body!["token"]!.GetValue<string>();

    public string? Status => Body?["status"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public string? Type => Body?["type"]?.GetValue<string>();

    public long Total => Body!["total"]!["amount"]!.GetValue<long>();

    public JsonArray Tickets => Body!["tickets"]!.AsArray();

    public override string ToString() => $"{(int)Code} {Body?.ToJsonString()}";
}
