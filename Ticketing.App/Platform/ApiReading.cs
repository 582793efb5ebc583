using Microsoft.OpenApi;

namespace Ticketing.App.Platform;

/// <summary>One call of the API, as the page shows it.</summary>
public sealed record ApiOperation(
    string Method, string Path, string? Summary, string? Description,
    IReadOnlyList<ApiField> Parameters, IReadOnlyList<ApiField> Body, IReadOnlyList<ApiField> Answers)
{
    public string Anchor => $"{Method}{Path.Replace('/', '-').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}";
}

public sealed record ApiSchema(string Name, string? Description, IReadOnlyList<ApiField> Fields);

/// <param name="Schema">The name of the schema to link to, where the type is one.</param>
public sealed record ApiField(string Name, string Type, string? Schema, bool Required, string? Description);

/// <summary>Reads from an OpenAPI document what its page shows.</summary>
internal static class ApiReading
{
    public static List<ApiOperation> Operations(OpenApiDocument document) =>
    [
        .. document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal).SelectMany(path =>
            (path.Value.Operations ?? []).Select(operation => Read(path.Key, operation.Key.Method, operation.Value))),
    ];

    public static List<ApiSchema> Schemas(OpenApiDocument document) =>
    [
        .. (document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>()).OrderBy(schema => schema.Key, StringComparer.Ordinal)
            .Select(schema => new ApiSchema(schema.Key, schema.Value.Description, Fields(schema.Value))),
    ];

    private static ApiOperation Read(string path, string method, OpenApiOperation operation) => new(
        method.ToUpperInvariant(),
        path,
        operation.Summary,
        operation.Description,
        [.. (operation.Parameters ?? []).Select(parameter => Field(parameter.Name ?? "", parameter.Schema, parameter.Required, parameter.Description))],
        [.. (operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()).Select(body => Field(body.Key, body.Value.Schema, operation.RequestBody?.Required == true, operation.RequestBody?.Description))],
        [.. (operation.Responses ?? []).OrderBy(answer => answer.Key, StringComparer.Ordinal).Select(answer =>
            Field(answer.Key, answer.Value.Content?.Values.FirstOrDefault()?.Schema, false, answer.Value.Description))]);

    private static List<ApiField> Fields(IOpenApiSchema schema)
    {
        if (schema.Properties is { Count: > 0 } properties)
        {
            return [.. properties.Select(property => Field(property.Key, property.Value, schema.Required?.Contains(property.Key) == true, property.Value.Description))];
        }

        return schema.Enum is { Count: > 0 } words
            ? [.. words.Select(word => new ApiField(word?.ToString() ?? "null", "word", null, false, null))]
            : [new ApiField("value", TypeOf(schema), null, false, null)];
    }

    private static ApiField Field(string name, IOpenApiSchema? schema, bool required, string? description) =>
        new(name, schema is null ? "—" : TypeOf(schema), ReferenceOf(schema), required, description);

    private static string? ReferenceOf(IOpenApiSchema? schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id,
        { Items: { } items } => ReferenceOf(items),
        { OneOf: { Count: > 0 } choices } => choices.Select(ReferenceOf).FirstOrDefault(reference => reference is not null),
        _ => null,
    };

    private static string TypeOf(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id ?? "object",
        { Items: { } items } => TypeOf(items) + "[]",
        { OneOf: { Count: > 0 } choices } => string.Join(" | ", choices.Select(TypeOf)),
        { Format: { Length: > 0 } format } => format,
        { Type: { } type } => type.ToString().Replace(", ", " | ", StringComparison.Ordinal).ToLowerInvariant(),
        _ => "any",
    };
}
