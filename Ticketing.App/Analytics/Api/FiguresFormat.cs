using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Ticketing.App.Catalog.Api;
using Ticketing.Core.Common;

namespace Ticketing.App.Analytics.Api;

/// <summary>The form of an answer with figures: JSON, or CSV by <c>format=csv</c> or <c>Accept: text/csv</c>.</summary>
internal static class FiguresFormat
{
    private const string Csv = "csv";
    private const string Json = "json";
    private const string CsvType = "text/csv";
    private const string JsonType = "application/json";

    /// <summary>Whether the caller wants CSV; a format that does not exist is refused.</summary>
    public static bool WantsCsv(HttpRequest request, CatalogQueryReader parameters)
    {
        switch (parameters.Value("format"))
        {
            case Csv:
                return true;
            case Json:
                return false;
            case null:
                return Quality(request, CsvType) > Quality(request, JsonType);
            default:
                parameters.Refuse("format", "'format' is json or csv.");
                return false;
        }
    }

    public static FileContentHttpResult File(HttpContext context, CsvText text, string name)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        return TypedResults.File(text.ToBytes(), CsvText.ContentType, name);
    }

    // The best match counts, as in RFC 9110, 12.5.1: text/csv, then text/*, then */*.
    private static double Quality(HttpRequest request, string type)
    {
        var wanted = MediaTypeHeaderValue.Parse(type);
        return request.GetTypedHeaders().Accept.Where(accept => wanted.MatchesMediaType(accept.MediaType))
            .OrderBy(accept => accept.MatchesAllTypes ? 2 : accept.MatchesAllSubTypes ? 1 : 0)
            .FirstOrDefault() is { } best ? best.Quality ?? 1 : 0;
    }
}
