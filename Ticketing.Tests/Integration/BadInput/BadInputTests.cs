using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>
/// Bad input to every operation of the API gives a problem response, no server error and no change. Operations come from
/// the application's OpenAPI document. PostgreSQL and Redis are
/// those of <see cref="Integration.TestServers"/>.
/// </summary>
public sealed class BadInputTests(BadInputShop shop) : IClassFixture<BadInputShop>, IAsyncLifetime
{
    private const int BodyBytesTooMany = 10_000_000;

    private readonly Refusals _refusals = new(shop);

    public static TheoryData<string> ContentTypes =>
    [
        "none", "text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/octet-stream", "application/json; charset=nonsense", "application/json; charset=utf-7", "application/problem+xml",
    ];

    public async ValueTask InitializeAsync() => await _refusals.BeginAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Endpoints_OfTheApi_AreAllDescribed()
    {
        var described = shop.Operations.Select(operation => operation.Name).ToHashSet();
        var mapped = shop.Routes.Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(Route.Of).Select(route => $"{route.Method} {route.Described}").ToHashSet();

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.True(described.Count > 20);
    }

    [Fact]
    public async Task Addresses_OfUnknownObjects_AreRefused()
    {
        foreach (var operation in shop.OperationVariants.Where(operation => operation.InPath.Any()))
        {
            var valid = await BeginAsync(operation);
            foreach (var parameter in operation.InPath)
            {
                foreach (var value in BadValues.NoIds)
                {
                    var url = (valid with { Path = new Dictionary<string, string>(valid.Path) { [parameter.Name] = value } }).Url;
                    var answer = await shop.SendAsync(operation, url, Json(valid.Body?.ToJsonString()), valid.Bearer);
                    await _refusals.CheckAsync(operation.Title, $"{parameter.Name} = {Short(value)}", answer, mustRefuse: true);
                }
            }
        }

        AssertCovered(operation => operation.InPath.Any());
    }

    [Fact]
    public async Task Queries_WithAnyValue_AreReadOrRefused()
    {
        foreach (var operation in shop.Operations.Where(operation => operation.Method == "GET"))
        {
            var valid = await BeginAsync(operation);
            foreach (var name in operation.InQuery.Select(parameter => parameter.Name).Append("unknown"))
            {
                foreach (var value in BadValues.InQuery)
                {
                    var answer = await shop.SendAsync("GET", $"{valid.Url}?{name}={Uri.EscapeDataString(value)}&{name}={Uri.EscapeDataString(value)}", bearer: valid.Bearer);
                    // An export is written to the audit log.
                    var isRead = !operation.Path.Contains("/exports/", StringComparison.Ordinal);
                    await _refusals.CheckAsync(operation.Title, $"?{name}={Short(value)}", answer, mustRefuse: false, isRead: isRead);
                }
            }

            // Parameters that are not text have a validated format.
            foreach (var typed in operation.InQuery.Where(parameter => !parameter.IsText))
            {
                await _refusals.CheckAsync(operation.Title, $"?{typed.Name}=x", await shop.SendAsync("GET", $"{valid.Url}?{typed.Name}=x", bearer: valid.Bearer), mustRefuse: true);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Bodies_AnonymousForUnknownObjects_AreRefused()
    {
        foreach (var operation in shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            await TryBodiesAsync(operation, BadInputShop.Anonymous(operation), () => Task.FromResult(BadInputShop.Anonymous(operation)));
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Fact]
    public async Task Bodies_WithOneWrongValue_AreRefused()
    {
        foreach (var operation in shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            await TryBodiesAsync(operation, await BeginAsync(operation), () => shop.ValidRequestAsync(operation));
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Fact]
    public async Task Bodies_OfAnyJson_AreNoServerError()
    {
        foreach (var operation in shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            foreach (var body in AnyOf(operation.Body!.Sample).Sample(60))
            {
                var answer = await shop.SendAsync(operation, BadInputShop.Anonymous(operation).Url, Json(body));
                await _refusals.CheckAsync(operation.Title, Short(body), answer, mustRefuse: false);
            }
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task Bodies_OfOtherContentTypes_AreRefused(string type)
    {
        foreach (var operation in shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            var valid = await BeginAsync(operation);
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(valid.Body!.ToJsonString()));
            content.Headers.ContentType = type == "none" ? null : MediaTypeHeaderValue.Parse(type);
            await _refusals.CheckAsync(operation.Title, type, await shop.SendAsync(operation, valid.Url, content, valid.Bearer), mustRefuse: true);
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bodies_OfTenMegabytes_AreRefused(bool repeatable)
    {
        (string, string)[] headers = repeatable ? [("Idempotency-Key", Guid.NewGuid().ToString())] : [];
        var large = JsonValue.Create(new string('x', BodyBytesTooMany)).ToJsonString();
        foreach (var operation in shop.OperationVariants.Where(operation => operation.Method != "GET"))
        {
            var valid = operation.Body is null ? BadInputShop.Anonymous(operation) : await BeginAsync(operation);
            var answer = await shop.SendAsync(operation, valid.Url, Json(large), valid.Bearer, headers);
            await _refusals.CheckAsync(operation.Title, "10 MB", answer, mustRefuse: true);
            Assert.True(operation.Body is null || answer.Status == 413, $"{operation.Title}: {answer.Status}");
        }

        AssertCovered(operation => operation.Method != "GET");
    }

    [Fact]
    public async Task Headers_WithAnyValue_AreNoServerError()
    {
        foreach (var operation in shop.OperationVariants)
        {
            var valid = operation.Method == "GET" ? await BeginAsync(operation) : BadInputShop.Anonymous(operation);
            foreach (var header in BadValues.InHeaders)
            {
                var answer = await shop.SendAsync(operation, valid.Url, Json(valid.Body?.ToJsonString()), valid.Bearer, header);
                // Kestrel answers an unknown Expect header itself, without a problem body.
                await _refusals.CheckAsync(operation.Title, $"{header.Name}: {Short(header.Value)}", answer, mustRefuse: false, header.Name == "Expect" ? _ => null : null);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Methods_NotMapped_AreRefused()
    {
        foreach (var path in shop.Operations.GroupBy(operation => operation.Path))
        {
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "QUERY", "nonsense" }.Except(path.Select(operation => operation.Method)))
            {
                var answer = await shop.SendAsync(method, (await BeginAsync(path.First())).Url);
                await _refusals.CheckAsync(path.First().Name, method, answer, mustRefuse: true);
            }
        }

        AssertCovered(_ => true, byPath: true);
    }

    [Fact]
    public async Task Objects_OfOtherOwners_AreRefused()
    {
        var credentials = await shop.OtherCredentialsAsync();
        await _refusals.BeginAsync();
        bool HasOwner(ApiOperation operation) => operation.InPath.Any() && operation.Collection is not ("events" or "performances");
        foreach (var operation in shop.OperationVariants.Where(HasOwner))
        {
            foreach (var credential in credentials)
            {
                var valid = await BeginAsync(operation);
                // A secret in the body authorizes like the header: remove it.
                var body = valid.Body?.DeepClone();
                (body as JsonObject)?.Remove("secret");
                var answer = await shop.SendAsync(operation, valid.Url, Json(body?.ToJsonString()), credential);
                await _refusals.CheckAsync(operation.Title, $"as {credential?[..6] ?? "anonymous"}…", answer, mustRefuse: true);
                Assert.True(answer.Status is 401 or 403 or 404, $"{operation.Title}: {answer.Status}");
            }
        }

        AssertCovered(HasOwner);
    }

    private async Task TryBodiesAsync(ApiOperation operation, ValidRequest first, Func<Task<ValidRequest>> again)
    {
        for (var number = 0; number < first.Bodies.Count; number++)
        {
            var valid = first;
            var bodies = BadBodies.Of(valid.Bodies[number], operation.Body!.Required).ToList();
            for (var at = 0; at < bodies.Count; at++)
            {
                var answer = await shop.SendAsync(operation, valid.Url, Json(bodies[at].Text), valid.Bearer);
                if (!await _refusals.CheckAsync(operation.Title, $"{bodies[at].What}: {Short(bodies[at].Text)}", answer, bodies[at].IsWrong))
                {
                    // An accepted request has consumed its seats and secrets.
                    valid = await again();
                    bodies = [.. BadBodies.Of(valid.Bodies[number], operation.Body!.Required)];
                    await _refusals.BeginAsync();
                }
            }
        }
    }

    private async Task<ValidRequest> BeginAsync(ApiOperation operation)
    {
        var valid = await shop.ValidRequestAsync(operation);
        await _refusals.BeginAsync();
        return valid;
    }

    /// <summary>No response was wrong, and each selected operation refused at least one request.</summary>
    private void AssertCovered(Func<ApiOperation, bool> which, bool byPath = false)
    {
        _refusals.AssertNone();
        var expected = shop.OperationVariants.Where(which).Select(operation => byPath ? operation.Path : operation.Title).ToHashSet();
        Assert.Equal([], expected.Except(_refusals.Refused.Keys.Select(name => byPath ? name.Split(' ')[1] : name)));
    }

    /// <summary>The body with random JSON at a random path.</summary>
    private static Gen<string> AnyOf(JsonNode sample)
    {
        var text = from letters in Gen.Elements("\\u0000", "\\ud800", "\\udfff\\ud800", "\\n", "'", "<", "é", "🎭", "x", " ", "\\\"", "%", "\\u202e").ArrayOf(12)
                   select $"\"{string.Concat(letters)}\"";
        var number = from mantissa in Gen.Choose(int.MinValue, int.MaxValue)
                     from exponent in Gen.Choose(-400, 400)
                     select FormattableString.Invariant($"{mantissa}e{exponent}");
        var leaf = Gen.OneOf(text, number, Gen.Elements("null", "true", "false", "0", "-0", "\"\"", $"\"{BadValues.UnknownId}\""));
        var list = from items in leaf.ArrayOf(3) select $"[{string.Join(',', items)}]";
        var map = from values in leaf.ArrayOf(2) select $"{{\"id\":{values[0]},\"name\":{values[1]}}}";
        var places = BadBodies.Places(sample, []).Where(place => place.Length > 0).ToList();
        return places.Count == 0
            ? Gen.OneOf(leaf, list, map)
            : from place in Gen.Elements<object[]>([.. places])
              from raw in Gen.OneOf(leaf, leaf, list, map)
              select BadBodies.Put(sample, place, raw);
    }

    private static StringContent? Json(string? body) => body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

    private static string Short(string text) => text.Length > 120 ? $"{text[..120]}… ({text.Length})" : text;
}
