using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Ticketing.Tests.Integration.BadInput;

/// <summary>An endpoint that the application maps, described or not.</summary>
internal sealed record Route(string Method, RoutePattern Pattern, EndpointMetadataCollection Metadata)
{
    /// <summary>The path as in an OpenAPI document: without constraints.</summary>
    public string Described => "/" + string.Join('/', Pattern.PathSegments.Select(segment => Text(segment, name => $"{{{name}}}")));

    /// <summary>Its address with each parameter replaced by a value.</summary>
    public string Url(string value) => "/" + string.Join('/', Pattern.PathSegments.Select(segment => Text(segment, _ => Uri.EscapeDataString(value))));

    public static IEnumerable<Route> Of(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST"])
        .Select(method => new Route(method, endpoint.RoutePattern, endpoint.Metadata));

    private static string Text(RoutePatternPathSegment segment, Func<string, string> value) => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart parameter => value(parameter.Name),
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }));
}
