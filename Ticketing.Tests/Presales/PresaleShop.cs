using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Presales;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Presales;

/// <summary>The application with performances in presale. Holds and orders as a guest who shows proofs of codes.</summary>
public sealed class PresaleShop(TestServers servers) : IAsyncLifetime
{
    private static int _client;

    internal Shop Shop { get; private set; } = null!;

    internal TestDatabase Database => Shop.Database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Shop = await Shop.OpenAsync(servers);

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    internal T Service<T>() where T : notnull => Shop.Service<T>();

    /// <summary>A performance whose general sale begins tomorrow, and the owner of its organization.</summary>
    internal async Task<(TestSale Sale, Caller Owner)> NewSaleAsync(TestSaleTerms? terms = null)
    {
        var sale = await TestSale.CreateAsync(
            Database.DataSource, (terms ?? new TestSaleTerms { FloorPlaces = 10 }) with { OnSaleAt = DateTimeOffset.UtcNow.AddDays(1) });
        return (sale, BackOffice.Member(await OrganizationOfAsync(sale), MemberRole.Owner));
    }

    internal async Task<OrganizationId> OrganizationOfAsync(TestSale sale) =>
        new(await Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value));

    internal async Task<Core.Common.EventId> EventOfAsync(TestSale sale) =>
        new(await Database.ScalarAsync<Guid>("select event_id from performances where id = $1", sale.Id.Value));

    /// <summary>A presale, by default open from an hour ago for an hour.</summary>
    internal async Task<PresaleId> NewPresaleAsync(
        TestSale sale, Caller owner, int opensInMinutes = -60, int closesInMinutes = 60, string[]? categories = null, int? seatsPerBuyerMax = null)
    {
        var now = DateTimeOffset.UtcNow;
        var made = await Service<ManagePresalesHandler>().HandleAsync(
            new CreatePresale(await EventOfAsync(sale), new PresaleTerms(
                "Fan club", now.AddMinutes(opensInMinutes), now.AddMinutes(closesInMinutes), categories ?? [], seatsPerBuyerMax, []), owner), Stop);
        Assert.True(made.Succeeded, made.Refusal?.ToString());
        return made.Value;
    }

    internal async Task MakeCodeAsync(PresaleId presale, Caller owner, string code, int usesMax = 1, string? email = null)
    {
        var made = await Service<AccessCodesHandler>().HandleAsync(new MakeAccessCodes(presale, code, 1, usesMax, email, owner), Stop);
        Assert.True(made.Succeeded, made.Refusal?.ToString());
    }

    /// <summary>A performance in presale with one code.</summary>
    internal async Task<(TestSale Sale, Caller Owner, PresaleId Presale, string Proof)> OpenAsync(
        string code, int usesMax = 1, string? email = null, TestSaleTerms? terms = null, string[]? categories = null, int? seatsPerBuyerMax = null)
    {
        var (sale, owner) = await NewSaleAsync(terms);
        var presale = await NewPresaleAsync(sale, owner, categories: categories, seatsPerBuyerMax: seatsPerBuyerMax);
        await MakeCodeAsync(presale, owner, code, usesMax, email);
        return (sale, owner, presale, await ProofAsync(sale, code));
    }

    /// <summary>A performance in its general sale, whose stalls are sold by code only, with one code of an open presale.</summary>
    internal async Task<(TestSale Sale, Caller Owner, PresaleId Presale, string Proof)> OpenByCodeAsync(
        string code, int usesMax = 1, TestSaleTerms? terms = null, string[]? categories = null, int? seatsPerBuyerMax = null)
    {
        var opened = await OpenAsync(code, usesMax, terms: terms, categories: categories, seatsPerBuyerMax: seatsPerBuyerMax);
        await Database.ExecuteAsync("update price_tiers set by_code = true where performance_id = $1 and category = 'stalls'", opened.Sale.Id.Value);
        await Database.ExecuteAsync("update performances set on_sale_at = now() - interval '1 hour' where id = $1", opened.Sale.Id.Value);
        Service<SellingFactsCache>().Invalidate(opened.Sale.Id);
        return opened;
    }

    internal async Task<string> ProofAsync(TestSale sale, string code)
    {
        var entered = await EnterAsync(sale, code);
        return entered.Body?["proof"]?.GetValue<string>() ?? throw new InvalidOperationException(entered.ToString());
    }

    internal Task<Reply> EnterAsync(TestSale sale, string code) =>
        SendAsync($"api/v1/performances/{sale.Id}/access-code", new { code }, null, null);

    /// <summary>Reads what the API shows to a client with this proof.</summary>
    internal Task<Reply> GetAsync(string path, string? proof) => SendAsync(path, null, proof, null);

    internal async Task<HoldReply> HoldAsync(TestSale sale, string? proof, params int[] seats) =>
        Of(await SendAsync($"api/v1/performances/{sale.Id}/holds", new { seats = seats.Select(sale.Label) }, proof, null));

    internal async Task<HoldReply> HoldBestAsync(TestSale sale, string? proof, int quantity, string? tier = null) =>
        Of(await SendAsync($"api/v1/performances/{sale.Id}/holds", new { bestAvailable = new { quantity, tier } }, proof, null));

    internal async Task<HoldReply> HoldAreaAsync(TestSale sale, string? proof, int quantity) =>
        Of(await SendAsync($"api/v1/performances/{sale.Id}/holds", new { area = "Floor", quantity }, proof, null));

    internal Task<Reply> OrderAsync(HoldReply hold, string? proof, string email = "ada@example.org") => SendAsync(
        "api/v1/orders", new { holdId = hold.Id, holdSecret = hold.Secret, buyer = new { name = "Ada Lovelace", email } }, proof, null);

    internal Task<int> UsesAsync(PresaleId presale) =>
        Database.ScalarAsync<int>("select sum(uses)::int from access_codes where presale_id = $1", presale.Value);

    private static HoldReply Of(Reply reply) => new(reply.Code, reply.Body, null);

    private async Task<Reply> SendAsync(string path, object? body, string? proof, string? bearer)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        if (proof is not null)
        {
            request.Headers.Add("Access-Code", proof);
        }

        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        // Each from another line: attempts are limited by it.
        var client = Interlocked.Increment(ref _client);
        request.Headers.Add("X-Forwarded-For", $"198.18.{client / 250 % 250}.{1 + (client % 250)}");
        using var response = await Shop.Http.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return new Reply(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }
}
