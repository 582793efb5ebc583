using Ticketing.Core.Inventory;
using Ticketing.Tests.Inventory;
using static Ticketing.Tests.Hosting.Parity.AnsweredBy;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>Requests to hold seats.</summary>
internal static class HoldCases
{
    private const string One = """{"seats":["Stalls-A-1"]}""";
    private const string Two = """{"seats":["Stalls-A-1","Stalls-A-2"]}""";
    private const int BodyBytesMax = 16 * 1024;

    public static IEnumerable<ParityCase> All =>
        [.. Wishes, .. Buyers, .. Keys, .. Rooms, .. Bodies, .. Types, .. Addresses, .. OtherHeaders];

    private static IEnumerable<ParityCase> Wishes =>
    [
        Answered("two seats", 201, Two) with { Stored = "1100" },
        Answered("best available", 201, """{"bestAvailable":{"quantity":2}}"""),
        Answered("best available of a tier", 201, """{"bestAvailable":{"quantity":2,"tier":"Standard","together":true,"wheelchairs":0}}"""),
        Answered("places of an area", 201, """{"area":"Floor","quantity":2}"""),
        Answered("unknown property", 201, """{"seats":["Stalls-A-1"],"unknown":[{}]}"""),
        Answered("taken seats", 409, Two) with { Prepare = sale => sale.HoldAsync(1), Stored = "0100" },
        Answered("unknown seats", 422, """{"seats":["Stalls-A-1","Stalls-Z-1"]}"""),
        Answered("same seat twice", 422, """{"seats":["Stalls-A-1","Stalls-A-1"]}"""),
        Answered("too many seats", 422, """{"area":"Floor","quantity":11}"""),
        Answered("nothing", 422, "{}"),
        Answered("no seats", 422, """{"seats":[]}"""),
        Answered("null for a seat", 422, """{"seats":[null]}"""),
        Answered("two kinds at once", 422, """{"seats":["Stalls-A-1"],"area":"Floor","quantity":1}"""),
        Answered("paused sale", 409, One) with { Terms = new TestSaleTerms { Status = "paused" } },
        Of("unknown performance", FastLane, 404, _ => new ParityRequest($"api/v1/performances/{Guid.NewGuid()}/holds", One)),
    ];

    private static IEnumerable<ParityCase> Buyers =>
    [
        Sequence("secret as bearer", FastLane, 201, sale => [AsBearer(sale, One), AsBearer(sale, Two)]),
        Sequence("secret in its header", FastLane, 201, sale => [WithSecret(sale, One), WithSecret(sale, Two)]),
        Answered("secret of another form", 201, One, ("Hold-Secret", "null")),
        Left("bearer of another form", 201, One, ("Authorization", "Bearer null")),
        Left("basic authorization", 201, One, ("Authorization", "Basic !!!")),
        Of("API token", Pipeline, 201, sale => sale.ToHold(One).WithBearer(sale.ApiToken)),
        Of("unknown API token", Pipeline, 401, sale => sale.ToHold(One).WithBearer($"tkt_{sale.Secret}")),
    ];

    private static IEnumerable<ParityCase> Keys =>
    [
        Repeated("key, repeated", sale => WithKey(sale, Two)),
        Repeated("key and secret, repeated", sale => WithKey(sale, Two).WithBearer(sale.Secret)),
        Sequence("key with another body", FastLane, 422, sale => [WithKey(sale, Two), WithKey(sale, One)]),
        Of("short key with a secret", FastLane, 201, sale => WithSecret(sale, One).With(("Idempotency-Key", "1"))),
        Left("guessable key", 400, One, ("Idempotency-Key", "1")),
        Left("empty key", 400, One, ("Idempotency-Key", "")),
        Left("key too long", 400, One, ("Idempotency-Key", new string('k', 256))),
    ];

    private static IEnumerable<ParityCase> Rooms =>
    [
        Answered("waiting room without a pass", 403, One) with { HasRoom = true },
        Admitted("waiting room with a pass", 201, sale => WithPass(sale, sale.Secret)),
        Admitted("waiting room with another owner's pass", 403, sale => WithPass(sale, HoldOwner.NewKey())),
    ];

    private static IEnumerable<ParityCase> Bodies =>
    [
        Left("empty body", 400, ""),
        Left("no JSON", 400, "{"),
        Left("null", 400, "null"),
        Left("list for an object", 400, "[]"),
        Left("text for a list", 400, """{"seats":"A"}"""),
        Left("text for a number", 400, """{"area":"Floor","quantity":"2"}"""),
        Left("same property twice", 400, """{"seats":["Stalls-A-1"],"seats":["Stalls-A-2"]}"""),
        Left("lone surrogate", 400, """{"seats":["\ud800"]}"""),
        Left("20 KB", 422, $$"""{"seats":["{{new string('x', 20_000)}}"]}"""),
        Answered("largest body", 201, One.PadRight(BodyBytesMax)),
        Left("body over the limit", 201, One.PadRight(BodyBytesMax + 1)),
        Of("invalid UTF-8", Pipeline, 400, sale => sale.ToHold(One) with { Body = [.. "{\"seats\":[\""u8, 0xFF, .. "\"]}"u8] }),
        Of("byte order mark", Pipeline, 201, sale => sale.ToHold(One).WithByteOrderMark()),
        Of("body in chunks", Pipeline, 201, sale => sale.ToHold(One) with { IsChunked = true }),
    ];

    private static IEnumerable<ParityCase> Types =>
    [
        OfType("application/json; charset=UTF-8", FastLane, 201),
        OfType("application/json;charset=utf-8", Pipeline, 201),
        OfType("application/json; charset=\"utf-8\"", FastLane, 201),
        OfType("application/vnd.tickets+json", Pipeline, 201),
        OfType("application/json; charset=latin1", Pipeline, 415),
        OfType("text/plain", Pipeline, 415),
    ];

    private static IEnumerable<ParityCase> Addresses =>
    [
        Of("path in capitals", FastLane, 201, sale => new ParityRequest(sale.HoldsPath.ToUpperInvariant(), One)),
        Of("path with a slash at its end", Pipeline, 201, sale => new ParityRequest($"{sale.HoldsPath}/", One)),
        Of("query", Pipeline, 201, sale => new ParityRequest($"{sale.HoldsPath}?x=1", One)),
        Of("id without hyphens", Pipeline, 201, sale => new ParityRequest($"api/v1/performances/{sale.Sale.Id.Value:N}/holds", One)),
        Of("no id", Pipeline, 404, _ => new ParityRequest("api/v1/performances/00000000-0000-0000-0000-00000000000g/holds", One)),
    ];

    private static IEnumerable<ParityCase> OtherHeaders =>
    [
        Answered("compressed answer", 201, One, ("Accept-Encoding", "gzip")),
        Answered("compressed refusal", 422, "{}", ("Accept-Encoding", "gzip")),
        Answered("compressed answer over https", 201, One, ("Accept-Encoding", "gzip"), ("X-Forwarded-Proto", "https")),
        Answered("language", 201, One, ("Accept-Language", "de")),
        Answered("refusal in a language", 422, "{}", ("Accept-Language", "de")),
        Answered("accepts JSON and others", 422, "{}", ("Accept", "application/json, text/plain, */*")),
        Left("accepts pages only", 422, "{}", ("Accept", "text/html")),
        Answered("page of the site", 201, One, ("Sec-Fetch-Site", "same-origin")),
        Left("page of another site", 403, One, ("Sec-Fetch-Site", "cross-site")),
    ];

    private static ParityCase Answered(string name, int status, string body, params (string Name, string Value)[] headers) =>
        Of(name, FastLane, status, sale => sale.ToHold(body).With(headers));

    private static ParityCase Left(string name, int status, string body, params (string Name, string Value)[] headers) =>
        Of(name, Pipeline, status, sale => sale.ToHold(body).With(headers));

    private static ParityCase OfType(string type, AnsweredBy by, int status) =>
        Of(type, by, status, sale => sale.ToHold(One) with { Type = type });

    private static ParityCase Admitted(string name, int status, Func<ParitySale, ParityRequest> request) =>
        Of(name, FastLane, status, request) with { HasRoom = true, Prepare = sale => sale.AdmitAsync() };

    private static ParityCase Of(string name, AnsweredBy by, int status, Func<ParitySale, ParityRequest> request) =>
        Sequence(name, by, status, sale => [request(sale)]);

    private static ParityCase Repeated(string name, Func<ParitySale, ParityRequest> request) =>
        Sequence(name, FastLane, 201, sale => [request(sale), request(sale)]) with { IsRepeat = true };

    private static ParityCase Sequence(string name, AnsweredBy by, int status, Func<ParitySale, ParityRequest[]> requests) =>
        new($"hold: {name}", by, status, requests);

    private static ParityRequest WithKey(ParitySale sale, string body) => sale.ToHold(body).With(("Idempotency-Key", sale.Key));

    private static ParityRequest AsBearer(ParitySale sale, string body) => sale.ToHold(body).WithBearer(sale.Secret);

    private static ParityRequest WithSecret(ParitySale sale, string body) => sale.ToHold(body).With(("Hold-Secret", sale.Secret));

    private static ParityRequest WithPass(ParitySale sale, string secret) =>
        sale.ToHold(One).With(("Admission-Pass", sale.Pass), ("Hold-Secret", secret));
}
