using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>
/// Whatever is sent to whatever operation of the API: no error of ours, a problem that says what is wrong, and nothing
/// changed. The operations are those of the application's own description, so none can be forgotten. PostgreSQL and Redis are
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
    public void Endpoints_OfTheApi_AreAllInItsDescription()
    {
        var described = shop.Operations.Select(operation => operation.Name).ToHashSet();
        var mapped = shop.Routes.Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(Route.Of).Select(route => $"{route.Method} {route.Described}").ToHashSet();

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.True(described.Count > 20);
    }

    [Fact]
    public async Task Addresses_OfNoObject_AreRefused()
    {
        foreach (var operation in shop.Operations.Where(operation => operation.InPath.Any()))
        {
            var aim = await BeginAsync(operation);
            foreach (var parameter in operation.InPath)
            {
                foreach (var value in BadValues.NoIds)
                {
                    var url = (aim with { Path = new Dictionary<string, string>(aim.Path) { [parameter.Name] = value } }).Url;
                    var answer = await shop.SendAsync(operation.Method, url, Json(aim.Body?.ToJsonString()), aim.Bearer);
                    await _refusals.CheckAsync(operation.Name, $"{parameter.Name} = {Short(value)}", answer, mustRefuse: true);
                }
            }
        }

        AssertCovered(operation => operation.InPath.Any());
    }

    [Fact]
    public async Task Queries_OfAnyValue_AreReadOrRefused()
    {
        foreach (var operation in shop.Operations.Where(operation => operation.Method == "GET"))
        {
            var aim = await BeginAsync(operation);
            foreach (var name in operation.InQuery.Select(parameter => parameter.Name).Append("unknown"))
            {
                foreach (var value in BadValues.InQuery)
                {
                    var answer = await shop.SendAsync("GET", $"{aim.Url}?{name}={Uri.EscapeDataString(value)}&{name}={Uri.EscapeDataString(value)}", bearer: aim.Bearer);
                    await _refusals.CheckAsync(operation.Name, $"?{name}={Short(value)}", answer, mustRefuse: false, isRead: true);
                }
            }

            // What is not a text has a form, and the form is checked.
            foreach (var typed in operation.InQuery.Where(parameter => !parameter.IsText))
            {
                await _refusals.CheckAsync(operation.Name, $"?{typed.Name}=x", await shop.SendAsync("GET", $"{aim.Url}?{typed.Name}=x", bearer: aim.Bearer), mustRefuse: true);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Bodies_OfNobodyForNothing_AreRefused()
    {
        foreach (var operation in shop.Operations.Where(operation => operation.Body is not null))
        {
            await TryBodiesAsync(operation, BadInputShop.Nobody(operation), () => Task.FromResult(BadInputShop.Nobody(operation)));
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Fact]
    public async Task Bodies_GoodButForOneValue_AreRefused()
    {
        foreach (var operation in shop.Operations.Where(operation => operation.Body is not null))
        {
            await TryBodiesAsync(operation, await BeginAsync(operation), () => shop.AimAsync(operation));
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Fact]
    public async Task Bodies_OfAnyJson_AreNeverAnErrorOfOurs()
    {
        foreach (var operation in shop.Operations.Where(operation => operation.Body is not null))
        {
            foreach (var body in AnyOf(operation.Body!.Sample).Sample(60))
            {
                var answer = await shop.SendAsync(operation.Method, BadInputShop.Nobody(operation).Url, Json(body));
                await _refusals.CheckAsync(operation.Name, Short(body), answer, mustRefuse: false);
            }
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task Bodies_OfAnotherKind_AreRefused(string type)
    {
        foreach (var operation in shop.Operations.Where(operation => operation.Body is not null))
        {
            var aim = await BeginAsync(operation);
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(aim.Body!.ToJsonString()));
            content.Headers.ContentType = type == "none" ? null : MediaTypeHeaderValue.Parse(type);
            await _refusals.CheckAsync(operation.Name, type, await shop.SendAsync(operation.Method, aim.Url, content, aim.Bearer), mustRefuse: true);
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
        foreach (var operation in shop.Operations.Where(operation => operation.Method != "GET"))
        {
            var aim = operation.Body is null ? BadInputShop.Nobody(operation) : await BeginAsync(operation);
            var answer = await shop.SendAsync(operation.Method, aim.Url, Json(large), aim.Bearer, headers);
            await _refusals.CheckAsync(operation.Name, "10 MB", answer, mustRefuse: true);
            Assert.True(operation.Body is null || answer.Status == 413, $"{operation.Name}: {answer.Status}");
        }

        AssertCovered(operation => operation.Method != "GET");
    }

    [Fact]
    public async Task Headers_OfAnyValue_AreNeverAnErrorOfOurs()
    {
        foreach (var operation in shop.Operations)
        {
            var aim = operation.Method == "GET" ? await BeginAsync(operation) : BadInputShop.Nobody(operation);
            foreach (var header in BadValues.InHeaders)
            {
                var answer = await shop.SendAsync(operation.Method, aim.Url, Json(aim.Body?.ToJsonString()), aim.Bearer, header);
                // The server itself answers an expectation that it cannot meet, and knows no problems.
                await _refusals.CheckAsync(operation.Name, $"{header.Name}: {Short(header.Value)}", answer, mustRefuse: false, header.Name == "Expect" ? _ => null : null);
            }
        }

        _refusals.AssertNone();
    }

    [Fact]
    public async Task Methods_ThatAnAddressDoesNotTake_AreRefused()
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
    public async Task Objects_OfSomebodyElse_AreRefused()
    {
        var strangers = await shop.StrangersAsync();
        await _refusals.BeginAsync();
        bool IsSomebodys(ApiOperation operation) => operation.InPath.Any() && operation.Collection is not ("events" or "performances");
        foreach (var operation in shop.Operations.Where(IsSomebodys))
        {
            foreach (var stranger in strangers)
            {
                var aim = await BeginAsync(operation);
                // A secret within the body is as good as the header, and stays at home too.
                var body = aim.Body?.DeepClone();
                (body as JsonObject)?.Remove("secret");
                var answer = await shop.SendAsync(operation.Method, aim.Url, Json(body?.ToJsonString()), stranger);
                await _refusals.CheckAsync(operation.Name, $"as {stranger?[..6] ?? "nobody"}…", answer, mustRefuse: true);
                Assert.True(answer.Status is 401 or 403 or 404, $"{operation.Name}: {answer.Status}");
            }
        }

        AssertCovered(IsSomebodys);
    }

    private async Task TryBodiesAsync(ApiOperation operation, Aim first, Func<Task<Aim>> again)
    {
        for (var number = 0; number < first.Bodies.Count; number++)
        {
            var aim = first;
            var bodies = BadBodies.Of(aim.Bodies[number], operation.Body!.Required).ToList();
            for (var at = 0; at < bodies.Count; at++)
            {
                var answer = await shop.SendAsync(operation.Method, aim.Url, Json(bodies[at].Text), aim.Bearer);
                if (!await _refusals.CheckAsync(operation.Name, $"{bodies[at].What}: {Short(bodies[at].Text)}", answer, bodies[at].IsWrong))
                {
                    // What was accepted has used its seats and secrets up.
                    aim = await again();
                    bodies = [.. BadBodies.Of(aim.Bodies[number], operation.Body!.Required)];
                    await _refusals.BeginAsync();
                }
            }
        }
    }

    private async Task<Aim> BeginAsync(ApiOperation operation)
    {
        var aim = await shop.AimAsync(operation);
        await _refusals.BeginAsync();
        return aim;
    }

    /// <summary>No answer was wrong, and each of these operations was asked and refused something.</summary>
    private void AssertCovered(Func<ApiOperation, bool> which, bool byPath = false)
    {
        _refusals.AssertNone();
        var expected = shop.Operations.Where(which).Select(operation => byPath ? operation.Path : operation.Name).Distinct().ToHashSet();
        Assert.Equal([], expected.Except(_refusals.Refused.Keys.Select(name => byPath ? name.Split(' ')[1] : name)));
    }

    /// <summary>The body with raw JSON of every kind in any of its places.</summary>
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
