using System.Text.Json;
using Ticketing.Core.Inventory;
using Ticketing.Tests.Inventory;
using static Ticketing.Tests.Hosting.Parity.AnsweredBy;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>Requests to order the seats of a hold.</summary>
internal static class OrderCases
{
    private const string Path = "api/v1/orders";
    private const string NoBuyer = """{"holdId":"0193b0a0-0000-7000-8000-000000000001","holdSecret":"x"}""";
    private const string TwoHolds = """{"holdId":"0193b0a0-0000-7000-8000-000000000001","holdId":"0193b0a0-0000-7000-8000-000000000001"}""";

    public static IEnumerable<ParityCase> All => [.. Orders, .. Holds, .. Buyers, .. Repeats, .. Accounts, .. Bodies, .. Others];

    private static IEnumerable<ParityCase> Orders =>
    [
        Answered("free", 201, sale => Order(sale)) with { Stored = "paid en ada@example.org Ada Lovelace guest" },
        Priced(Answered("priced", 201, sale => Order(sale))) with { Stored = "awaiting-payment en" },
        Answered("names of attendees", 201, sale => Order(sale, attendees: ["Ada", "Grace"])) with { Stored = "Stalls-A-2 Grace" },
        Answered("unknown promo code", 422, sale => Order(sale, promoCode: "NOTHING")),
    ];

    private static IEnumerable<ParityCase> Holds =>
    [
        Answered("unknown hold", 404, sale => Order(sale, hold: Guid.NewGuid().ToString())),
        Answered("another secret", 404, sale => Order(sale, secret: HoldOwner.NewKey())),
        Answered("secret of another form", 404, sale => Order(sale, secret: "x")),
        Answered("no secret", 404, sale => WithoutSecret(sale)),
        Answered("secret as bearer", 201, sale => WithoutSecret(sale).WithBearer(sale.Hold.Secret)),
        Answered("secret in its header", 201, sale => WithoutSecret(sale).With(("Hold-Secret", sale.Hold.Secret))),
        Answered("expired hold", 410, sale => Order(sale)) with { Prepare = HoldAndExpireAsync },
    ];

    private static IEnumerable<ParityCase> Buyers =>
    [
        Answered("invalid address", 422, sale => Order(sale, email: "nobody")),
        Answered("no name", 422, sale => Order(sale, name: " ")),
        Answered("too few names of attendees", 422, sale => Order(sale, attendees: ["Ada"])),
        Left("null for an attendee", 400, sale => Order(sale, attendees: [null, "Ada"])),
        Left("no buyer", 400, _ => new ParityRequest(Path, NoBuyer)),
    ];

    private static IEnumerable<ParityCase> Repeats =>
    [
        Repeated("repeated", sale => Order(sale)),
        Repeated("key, repeated", sale => WithKey(sale)),
        Priced(Repeated("priced, repeated", sale => Order(sale))),
        Priced(Repeated("priced, key, repeated", sale => WithKey(sale))),
        Sequence("key with another body", FastLane, 422, sale => [WithKey(sale), WithKey(sale, "Grace Hopper")]),
        Answered("short key with a secret", 201, sale => Order(sale).With(("Idempotency-Key", "1"), ("Hold-Secret", sale.Hold.Secret))),
        Left("guessable key", 400, sale => Order(sale).With(("Idempotency-Key", "1"))),
    ];

    private static IEnumerable<ParityCase> Accounts =>
    [
        Left("API token", 201, sale => Order(sale).WithBearer(sale.ApiToken)) with { Stored = "account" },
        Left("unknown API token", 401, sale => Order(sale).WithBearer($"tkt_{sale.Secret}")),
        Left("bearer of another form", 201, sale => Order(sale).WithBearer("undefined")) with { Stored = "guest" },
    ];

    private static IEnumerable<ParityCase> Bodies =>
    [
        Left("empty body", 400, _ => new ParityRequest(Path, "")),
        Left("no JSON", 400, _ => new ParityRequest(Path, "{")),
        Left("null", 400, _ => new ParityRequest(Path, "null")),
        Left("text for an id", 400, sale => Order(sale, hold: "not-an-id")),
        Left("same property twice", 400, _ => new ParityRequest(Path, TwoHolds)),
        Left("20 KB", 422, sale => Order(sale, name: new string('x', 20_000))),
        Left("byte order mark", 201, sale => Order(sale).WithByteOrderMark()),
        Left("body in chunks", 201, sale => Order(sale) with { IsChunked = true }),
        Left("text/plain", 415, sale => Order(sale) with { Type = "text/plain" }),
        Left("application/json; charset=latin1", 415, sale => Order(sale) with { Type = "application/json; charset=latin1" }),
    ];

    private static IEnumerable<ParityCase> Others =>
    [
        Answered("path in capitals", 201, sale => Order(sale) with { Path = Path.ToUpperInvariant() }),
        Left("path with a slash at its end", 201, sale => Order(sale) with { Path = $"{Path}/" }),
        Left("query", 201, sale => Order(sale) with { Path = $"{Path}?x=1" }),
        Answered("compressed answer", 201, sale => Order(sale).With(("Accept-Encoding", "gzip"))),
        Answered("language", 201, sale => Order(sale).With(("Accept-Language", "de"))) with { Stored = "paid de" },
        Priced(Answered("priced over https", 201, sale => Order(sale).With(("X-Forwarded-Proto", "https")))),
        Left("page of another site", 403, sale => Order(sale).With(("Sec-Fetch-Site", "cross-site"))),
    ];

    private static ParityCase Priced(ParityCase one) => one with { Terms = new TestSaleTerms() };

    private static ParityCase Answered(string name, int status, Func<ParitySale, ParityRequest> request) =>
        Sequence(name, FastLane, status, sale => [request(sale)]);

    private static ParityCase Left(string name, int status, Func<ParitySale, ParityRequest> request) =>
        Sequence(name, Pipeline, status, sale => [request(sale)]);

    private static ParityCase Repeated(string name, Func<ParitySale, ParityRequest> request) =>
        Sequence(name, FastLane, 201, sale => [request(sale), request(sale)]) with { IsRepeat = true };

    private static ParityCase Sequence(string name, AnsweredBy by, int status, Func<ParitySale, ParityRequest[]> requests) =>
        new($"order: {name}", by, status, requests) { Terms = new TestSaleTerms { Free = true }, Prepare = sale => sale.HoldAsync(0, 1) };

    private static async Task HoldAndExpireAsync(ParitySale sale)
    {
        await sale.HoldAsync(0, 1);
        await sale.ExpireHoldAsync();
    }

    private static ParityRequest Order(
        ParitySale sale, string? hold = null, string? secret = null, string name = "Ada Lovelace", string email = "ada@example.org",
        string?[]? attendees = null, string? promoCode = null) => new(Path, JsonSerializer.Serialize(new
        {
            holdId = hold ?? sale.Hold.Id,
            holdSecret = secret ?? sale.Hold.Secret,
            buyer = new { name, email },
            attendees,
            promoCode,
        }));

    private static ParityRequest WithKey(ParitySale sale, string name = "Ada Lovelace") =>
        Order(sale, name: name).With(("Idempotency-Key", sale.Key));

    private static ParityRequest WithoutSecret(ParitySale sale) => new(
        Path, JsonSerializer.Serialize(new { holdId = sale.Hold.Id, buyer = new { name = "Ada Lovelace", email = "ada@example.org" } }));
}
