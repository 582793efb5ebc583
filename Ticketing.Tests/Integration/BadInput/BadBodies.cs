using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Integration.BadInput;

/// <param name="IsWrong">It must be refused. False: it may be accepted.</param>
internal sealed record BadBody(string What, string Text, bool IsWrong);

/// <summary>Derives bad bodies from a valid one: each value replaced by every wrong value of its kind.</summary>
internal static class BadBodies
{
    // Placeholder for raw JSON: writers cannot emit lone surrogates or duplicate properties.
    private const string Mark = "@@here@@";

    private static readonly string Deep = new string('[', 200) + new string(']', 200);

    private static readonly string[] NotJson =
    [
        "", "   ", "{", "}", "[", "[]", "null", "\"text\"", "1", "true", "undefined", "NaN", "{\"a\":}", "{'a':1}", "{a:1}", "{\"a\":1,}", "\0", "<a/>", "a=b",
    ];

    private static readonly string[] NoText =
        ["1", "true", "[]", "{}", "[\"x\"]", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00x\"", $"\"{new string('x', 100_000)}\"", Deep];

    private static readonly string[] NoId = ["\"not-an-id\"", "\"\"", "\"00000000-0000-0000-0000-000000000000\"", $"\"{BadValues.UnknownId}\"", "\"{0193b0a0-0000-7000-8000\""];

    private static readonly string[] NoNumber =
        ["\"1\"", "\"\"", "1.5", "-1", "-2147483648", "-2147483649", "2147483648", "9223372036854775807", "9223372036854775808", "1e400", "-1e400", "0x10", "01", "true", "[]", "{}", "[1]"];

    private static readonly string[] NoFlag = ["\"true\"", "1", "0", "\"\"", "[]", "{}", "yes"];

    private static readonly string[] NoList = ["{}", "\"x\"", "1", "true", "[null]", "[[]]", "[{}]", Deep];

    private static readonly string[] NoObject = ["[]", "\"x\"", "1", "true", "[{}]", Deep];

    /// <param name="required">Paths of required properties.</param>
    public static IEnumerable<BadBody> Of(JsonNode good, IReadOnlySet<string> required)
    {
        var text = good.ToJsonString();
        foreach (var body in NotJson.Append(Deep).Append(text + "}").Append(text + text).Append("// " + text).Append(text[..^1]))
        {
            yield return new BadBody("the whole body", body, IsWrong: true);
        }

        foreach (var place in Places(good, []))
        {
            var name = string.Join('.', place.OfType<string>());
            var value = At(good, place);
            foreach (var wrong in WrongFor(value))
            {
                yield return new BadBody(name, Put(good, place, wrong), IsWrong: true);
            }

            foreach (var odd in OddFor(value))
            {
                yield return new BadBody(name, Put(good, place, odd), IsWrong: false);
            }

            if (place is [.., string])
            {
                yield return new BadBody($"{name} as null", Put(good, place, "null"), required.Contains(name));
                yield return new BadBody($"{name} left out", Put(good, place, null), required.Contains(name));
            }
        }
    }

    /// <summary>The path of each value: property names and indexes. Of a list, only its first element.</summary>
    public static IEnumerable<object[]> Places(JsonNode? node, object[] at) => node switch
    {
        JsonObject properties => properties.SelectMany(property => Places(property.Value, [.. at, property.Key])).Prepend(at),
        JsonArray { Count: > 0 } list => Places(list[0], [.. at, 0]).Prepend(at),
        _ => [at],
    };

    /// <summary>The body with raw JSON at a path; null removes the property.</summary>
    public static string Put(JsonNode good, object[] place, string? raw)
    {
        if (place.Length == 0)
        {
            return raw!;
        }

        var changed = good.DeepClone();
        var parent = At(changed, place[..^1])!;
        switch (place[^1])
        {
            case string name when raw is null:
                parent.AsObject().Remove(name);
                break;
            case string name:
                parent[name] = Mark;
                break;
            case int index:
                parent[index] = Mark;
                break;
        }

        return changed.ToJsonString().Replace($"\"{Mark}\"", raw ?? "", StringComparison.Ordinal);
    }

    private static JsonNode? At(JsonNode good, object[] place) =>
        place.Aggregate((JsonNode?)good, (node, step) => step is string name ? node![name] : node![(int)step]);

    private static IEnumerable<string> WrongFor(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } properties:
                var (first, raw) = (properties.First().Key, properties.ToJsonString());
                return NoObject.Append($"{{{JsonSerializer.Serialize(first)}:{properties[first]?.ToJsonString() ?? "null"},{raw[1..]}");
            case JsonObject:
                return NoObject;
            case JsonArray:
                return NoList;
            default:
                return value?.GetValueKind() switch
                {
                    // A measure, such as a latitude, may be negative and have a fraction.
                    JsonValueKind.Number => value!.ToJsonString().Contains('.', StringComparison.Ordinal) ? NoNumber.Except(["1.5", "-1"]) : NoNumber,
                    JsonValueKind.True or JsonValueKind.False => NoFlag,
                    _ => Guid.TryParse(value?.GetValue<string>(), out _) ? NoText.Concat(NoId) : NoText,
                };
        }
    }

    private static IEnumerable<string> OddFor(JsonNode? value) => value switch
    {
        // A list may be a set: duplicates are no error.
        JsonArray { Count: > 0 } list => ["[]", $"[{Times(list[0]!, 2)}]", $"[{Times(list[0]!, 3000)}]"],
        JsonArray => ["[]"],
        JsonObject => ["{}", "{\"__proto__\":{\"x\":1},\"unknown\":1}"],
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => ["0", "1e0"],
        JsonValue text when text.GetValueKind() == JsonValueKind.String => BadValues.HostileInBodies.Select(one => JsonSerializer.Serialize(one)),
        _ => [],
    };

    private static string Times(JsonNode one, int count) => string.Join(',', Enumerable.Repeat(one.ToJsonString(), count));
}
