using System.Text.Json.Nodes;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>One operation of the application's OpenAPI document.</summary>
/// <param name="Path">A template: <c>/api/v1/orders/{id}</c>.</param>
internal sealed record ApiOperation(string Method, string Path, IReadOnlyList<ApiParameter> Parameters, ApiBody? Body)
{
    public string Name => $"{Method} {Path}";

    /// <summary>The cookie of its requests; null: none.</summary>
    public string? Cookie { get; init; }

    /// <summary>The name in reports.</summary>
    public string Title => Cookie is null ? Name : $"{Name} with the cookie {Cookie}";

    public IEnumerable<ApiParameter> InPath => Parameters.Where(parameter => parameter.In == "path");

    public IEnumerable<ApiParameter> InQuery => Parameters.Where(parameter => parameter.In == "query");

    /// <summary>The collection of the first path parameter: <c>orders</c>; empty without one.</summary>
    public string Collection => Path.Split('{')[0] is var before && before.Length < Path.Length ? before.TrimEnd('/').Split('/')[^1] : "";

    /// <summary>The address with its parameters replaced by escaped values.</summary>
    public string Url(Func<ApiParameter, string> value) => InPath.Aggregate(
        Path, (url, parameter) => url.Replace($"{{{parameter.Name}}}", Uri.EscapeDataString(value(parameter)), StringComparison.Ordinal));

    public static async Task<IReadOnlyList<ApiOperation>> ReadAsync(HttpClient http)
    {
        var document = JsonNode.Parse(await http.GetStringAsync("openapi/v1.json"))!;
        return
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where operation.Key is not "parameters"
               select Read(document, path.Key, operation.Key.ToUpperInvariant(), path.Value["parameters"]?.AsArray(), operation.Value!),
        ];
    }

    private static ApiOperation Read(JsonNode document, string path, string method, JsonArray? shared, JsonNode operation)
    {
        var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        return new ApiOperation(
            method, path,
            [.. (shared ?? []).Concat(operation["parameters"]?.AsArray() ?? []).Select(parameter => new ApiParameter(
                parameter!["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>(), IsText: parameter["schema"]?["type"] is JsonValue type
                    && type.GetValue<string>() == "string" && parameter["schema"]!["format"] is null))],
            schema is null ? null : ApiBody.Of(document, schema));
    }
}

/// <param name="IsText">Its schema accepts any text.</param>
internal sealed record ApiParameter(string Name, string In, bool IsText);

/// <summary>A sample body with every property of its schema.</summary>
/// <param name="Required">Paths of required properties: <c>buyer.name</c>.</param>
internal sealed record ApiBody(JsonNode Sample, IReadOnlySet<string> Required)
{
    public static ApiBody Of(JsonNode document, JsonNode schema)
    {
        var required = new HashSet<string>(StringComparer.Ordinal);
        return new ApiBody(Make(document, schema, "", required)!, required);
    }

    private static JsonNode? Make(JsonNode document, JsonNode schema, string at, HashSet<string> required)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            return Make(document, reference.Split('/').Skip(1).Aggregate(document, (node, name) => node[name]!), at, required);
        }

        if ((schema["oneOf"] ?? schema["anyOf"])?.AsArray() is { } choices)
        {
            return Make(document, choices.First(choice => choice!["type"] is not JsonValue type || type.GetValue<string>() != "null")!, at, required);
        }

        switch (TypeOf(schema))
        {
            case "object":
                var made = new JsonObject();
                foreach (var name in schema["required"]?.AsArray() ?? [])
                {
                    required.Add(at + name!.GetValue<string>());
                }

                foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
                {
                    made[name] = Make(document, property!, $"{at}{name}.", required);
                }

                return made;
            case "array":
                return new JsonArray(schema["items"] is { } items ? Make(document, items, at, required) : "text");
            case "integer" or "number":
                return 1;
            case "boolean":
                return true;
            default:
                return schema["enum"]?[0]?.DeepClone() ?? schema["format"]?.GetValue<string>() switch
                {
                    "uuid" => BadValues.UnknownId,
                    "date-time" => "2027-03-28T20:00:00Z",
                    "date" => "2027-03-28",
                    _ => "text",
                };
        }
    }

    private static string? TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => type!.GetValue<string>()).First(type => type != "null"),
        { } type => type.GetValue<string>(),
        null => null,
    };
}
