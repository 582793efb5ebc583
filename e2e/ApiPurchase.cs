using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.E2E;

/// <summary>A purchase by a program: hold, order, payment at the local provider.</summary>
internal static class ApiPurchase
{
    /// <summary>Orders seats that are free; null: the performance admits nobody without a pass, or a seat is taken.</summary>
    public static async Task<JsonNode?> OrderAsync(Site site, string performance, string[] seats)
    {
        using var held = await site.Http.PostAsJsonAsync($"/api/v1/performances/{performance}/holds", new { seats }, TestContext.Current.CancellationToken);
        if (!held.IsSuccessStatusCode)
        {
            return null;
        }

        var hold = await ReadAsync(held);
        using var ordered = await site.Http.PostAsJsonAsync(
            "/api/v1/orders",
            new
            {
                holdId = hold["id"]!.GetValue<string>(),
                holdSecret = hold["secret"]!.GetValue<string>(),
                buyer = new { name = "Api Client", email = "api@example.org" },
            },
            TestContext.Current.CancellationToken);
        Assert.True(ordered.IsSuccessStatusCode, $"{ordered.StatusCode}");
        return await ReadAsync(ordered);
    }

    /// <summary>Confirms the order's payment with a good card.</summary>
    public static async Task PayAsync(Site site, JsonNode order)
    {
        var payment = order["payment"]!;
        using var confirm = new HttpRequestMessage(HttpMethod.Post, $"{payment["apiBase"]}/v1/payment_intents/{payment["paymentIntent"]}/confirm")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_secret"] = payment["clientSecret"]!.GetValue<string>(),
                ["payment_method_data[type]"] = "card",
                ["payment_method_data[card][number]"] = "4242424242424242",
                ["payment_method_data[card][exp_month]"] = "12",
                ["payment_method_data[card][exp_year]"] = "2040",
                ["payment_method_data[card][cvc]"] = "123",
            }),
        };
        confirm.Headers.Authorization = new("Bearer", payment["publishableKey"]!.GetValue<string>());
        using var confirmed = await site.Http.SendAsync(confirm, TestContext.Current.CancellationToken);
        Assert.True(confirmed.IsSuccessStatusCode, await confirmed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
}
