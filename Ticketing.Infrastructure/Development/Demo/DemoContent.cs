using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>A venue of <c>Content/venues.json</c>.</summary>
/// <param name="Kind">Its seating plan: <c>theatre</c>, <c>hall</c> or <c>arena</c>.</param>
/// <param name="Organization">The slug of its organization.</param>
/// <param name="Tax">The tax rate on tickets, in basis points.</param>
internal sealed record DemoVenue(
    string Slug, string Name, string Kind, string Organization, string Street, string PostalCode, string City, string Country,
    double Latitude, double Longitude, string TimeZone, string Currency, int Tax);

/// <summary>An event of <c>Content/events.json</c>.</summary>
/// <param name="Price">The highest price, in whole units of the venue's currency.</param>
/// <param name="Dates">In the format of <see cref="DemoDates"/>.</param>
/// <param name="Sold">The share of unavailable seats, 0 to 1.</param>
/// <param name="Story">The description's paragraphs.</param>
/// <param name="Offers">Whether its tiers have reduced prices and a price for groups.</param>
internal sealed record DemoEvent(
    string Title, string Category, string Venue, long Price, int Minutes, IReadOnlyList<string> Dates, double Sold,
    string Summary, IReadOnlyList<string> Story, DemoState State = DemoState.None, bool Offers = false);

/// <summary>A special state of a demo event.</summary>
internal enum DemoState
{
    None,
    Few,
    SoldOut,
    Presale,
    Paused,
    Cancelled,
    Free,

    /// <summary>Requires attendee names and forbids leaving single seats.</summary>
    Strict,
}

internal static class DemoContent
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static IReadOnlyList<DemoVenue> Venues() => Read<DemoVenue>("venues");

    public static IReadOnlyList<DemoEvent> Events() => Read<DemoEvent>("events");

    private static List<T> Read<T>(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Demo/{name}.json")!;
        return JsonSerializer.Deserialize<List<T>>(stream, Json)!;
    }
}
