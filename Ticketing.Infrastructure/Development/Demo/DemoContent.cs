using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>What <c>Content/venues.json</c> says of a venue.</summary>
/// <param name="Kind">Which of the three plans it has: <c>theatre</c>, <c>hall</c> or <c>arena</c>.</param>
/// <param name="Organization">The slug of the organization that it belongs to.</param>
/// <param name="Tax">What its country takes of a ticket; hundredths of a percent.</param>
internal sealed record DemoVenue(
    string Slug, string Name, string Kind, string Organization, string Street, string PostalCode, string City, string Country,
    double Latitude, double Longitude, string TimeZone, string Currency, int Tax);

/// <summary>What <c>Content/events.json</c> says of an event.</summary>
/// <param name="Price">The best seat's, in whole units of the venue's currency.</param>
/// <param name="Dates">As <see cref="DemoDates"/> reads them.</param>
/// <param name="Sold">The share of seats that are gone, 0 to 1.</param>
/// <param name="Story">Paragraphs.</param>
internal sealed record DemoEvent(
    string Title, string Category, string Venue, long Price, int Minutes, IReadOnlyList<string> Dates, double Sold,
    string Summary, IReadOnlyList<string> Story, DemoState State = DemoState.None);

/// <summary>What is special about an event of the demo.</summary>
internal enum DemoState
{
    None,
    Few,
    SoldOut,
    Presale,
    Paused,
    Cancelled,
    Free,

    /// <summary>Attendees' names are asked for, and no single seats may be left.</summary>
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
