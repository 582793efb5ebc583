using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.App.Shared;

/// <summary>The catalogue's addresses.</summary>
public static partial class AppUrls
{
    public const string AdminSearch = Admin + "/search";

    public const string ApiEvents = Api + "/events";
    public const string ApiEventsSuggest = ApiEvents + "/suggest";

    /// <summary>The map service that venue links open.</summary>
    private const string OpenStreetMap = "https://www.openstreetmap.org/";

    public static string ApiEvent(string slug) => $"{ApiEvents}/{Uri.EscapeDataString(slug)}";

    public static string ApiPerformance(Guid id) => $"{ApiPerformances}/{id}";

    /// <summary>The wide picture as PNG, 1200 x 630, for link previews, which show no SVG.</summary>
    public static string ArtworkPicture(string seed) => $"/artwork/{Uri.EscapeDataString(seed)}-wide.png";

    /// <summary>The wide picture as SVG, 1200 x 630.</summary>
    public static string ArtworkWide(string seed) => $"/artwork/{Uri.EscapeDataString(seed)}-wide.svg";

    /// <summary>A file of an uploaded picture, in WebP.</summary>
    /// <param name="width">One of <see cref="Core.Catalog.Pictures.PictureSizes.Widths"/>.</param>
    public static string Picture(Guid id, int width) => string.Create(CultureInfo.InvariantCulture, $"/pictures/{id}/{width}.webp");

    /// <summary>An uploaded picture as JPEG, for link previews.</summary>
    public static string PicturePreview(Guid id) => $"/pictures/{id}/preview.jpg";

    /// <summary>Where an organization's pictures are uploaded.</summary>
    public static string ApiPictures(Guid organization) => $"{ApiOrganizations}/{organization}/pictures";

    /// <summary>The event list with these parameters; empty ones are omitted.</summary>
    public static string EventsWhere(params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value))
            .Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? Events : $"{Events}?{query}";
    }

    public static string EventsOfCategory(string category) => EventsWhere(("category", category));

    public static string EventsInCity(string city) => EventsWhere(("city", city));

    public static string Map(GeoPoint at) => string.Create(
        CultureInfo.InvariantCulture, $"{OpenStreetMap}?mlat={at.Latitude:F5}&mlon={at.Longitude:F5}#map=16/{at.Latitude:F5}/{at.Longitude:F5}");
}
