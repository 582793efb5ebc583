using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>Bad bodies of every operation of the API.</summary>
[LongRunning]
public sealed class BadBodyTests(BadInputShop shop) : BadInputTest(shop)
{
    private const int BodyBytesTooMany = 10_000_000;

    public static TheoryData<string> ContentTypes =>
    [
        "none", "text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/octet-stream", "application/json; charset=nonsense", "application/json; charset=utf-7", "application/problem+xml",
    ];

    [Fact]
    public async Task Bodies_AnonymousForUnknownObjects_AreRefused()
    {
        foreach (var operation in Shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            await TryBodiesAsync(operation, BadInputShop.Anonymous(operation), () => Task.FromResult(BadInputShop.Anonymous(operation)));
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Fact]
    public async Task Bodies_WithOneWrongValue_AreRefused()
    {
        foreach (var operation in Shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            await TryBodiesAsync(operation, await BeginAsync(operation), () => Shop.ValidRequestAsync(operation));
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Fact]
    public async Task Bodies_OfAnyJson_AreNoServerError()
    {
        foreach (var operation in Shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            foreach (var body in AnyOf(operation.Body!.Sample).Sample(60))
            {
                var answer = await Shop.SendAsync(operation, BadInputShop.Anonymous(operation).Url, Json(body));
                await Refusals.CheckAsync(operation.Title, Short(body), answer, mustRefuse: false);
            }
        }

        AssertCovered(operation => operation.Body is not null);
    }

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task Bodies_OfOtherContentTypes_AreRefused(string type)
    {
        foreach (var operation in Shop.OperationVariants.Where(operation => operation.Body is not null))
        {
            var valid = await BeginAsync(operation);
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(valid.Body!.ToJsonString()));
            content.Headers.ContentType = type == "none" ? null : MediaTypeHeaderValue.Parse(type);
            await Refusals.CheckAsync(operation.Title, type, await Shop.SendAsync(operation, valid.Url, content, valid.Bearer), mustRefuse: true);
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
        foreach (var operation in Shop.OperationVariants.Where(operation => operation.Method != "GET"))
        {
            var valid = operation.Body is null ? BadInputShop.Anonymous(operation) : await BeginAsync(operation);
            var answer = await Shop.SendAsync(operation, valid.Url, Json(large), valid.Bearer, headers);
            await Refusals.CheckAsync(operation.Title, "10 MB", answer, mustRefuse: true);
            Assert.True(operation.Body is null || answer.Status == 413, $"{operation.Title}: {answer.Status}");
        }

        AssertCovered(operation => operation.Method != "GET");
    }

    private async Task TryBodiesAsync(ApiOperation operation, ValidRequest first, Func<Task<ValidRequest>> again)
    {
        for (var number = 0; number < first.Bodies.Count; number++)
        {
            var valid = first;
            var bodies = BadBodies.Of(valid.Bodies[number], operation.Body!.Required).ToList();
            for (var at = 0; at < bodies.Count; at++)
            {
                var answer = await Shop.SendAsync(operation, valid.Url, Json(bodies[at].Text), valid.Bearer);
                if (!await Refusals.CheckAsync(operation.Title, $"{bodies[at].What}: {Short(bodies[at].Text)}", answer, bodies[at].IsWrong))
                {
                    // An accepted request has consumed its seats and secrets.
                    valid = await again();
                    bodies = [.. BadBodies.Of(valid.Bodies[number], operation.Body!.Required)];
                    await Refusals.BeginAsync();
                }
            }
        }
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
}
