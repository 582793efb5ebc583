using System.Text.RegularExpressions;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Venues;

/// <summary>What organizers enter about a venue, as typed.</summary>
/// <param name="PostalCode">May be empty where addresses have none.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="TimeZone">An IANA time zone of a place: <c>Europe/Berlin</c>.</param>
/// <param name="Latitude">WGS 84 degrees.</param>
/// <param name="Longitude">WGS 84 degrees.</param>
public sealed partial record VenueTerms(
    string? Name, string? Street, string? PostalCode, string? City, string? Country, string? TimeZone, double? Latitude, double? Longitude)
{
    public const int NameLengthMax = 200;
    public const int StreetLengthMax = 200;
    public const int PostalCodeLengthMax = 20;
    public const int CityLengthMax = 100;

    /// <summary>The sentence of a fault that only the stored venue shows; also the resource key.</summary>
    public const string ZoneFixed = "The venue has dates, whose local times would change. Add another venue instead.";

    // Leaves room for a number in the column of 100 characters.
    private const int SlugLengthMax = 80;

    public static VenueTerms Of(Venue venue)
    {
        ArgumentNullException.ThrowIfNull(venue);
        return new VenueTerms(
            venue.Name, venue.Street, venue.PostalCode, venue.City, venue.Country, venue.TimeZone, venue.Latitude, venue.Longitude);
    }

    /// <summary>
    /// Whether an id is the time zone of a place, as .NET and PostgreSQL know it: no offset, Windows name or zone with leap seconds.
    /// </summary>
    public static bool IsTimeZone(string? id) =>
        id is { Length: > 0 and <= 64 } && PlaceZone().IsMatch(id)
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId;

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<VenueFault> Faults() => [.. AddressFaults(), .. PlaceFaults()];

    /// <summary>Whether both coordinates are missing, which a position of the city can help with.</summary>
    public bool IsWithoutPosition => Latitude is null && Longitude is null;

    /// <summary>A new venue; the terms are valid.</summary>
    /// <param name="slug">From <see cref="ChooseSlug"/>.</param>
    public Venue ToVenue(OrganizationId organization, string slug)
    {
        Invariant.Holds(Faults().Count == 0);
        return new Venue
        {
            Id = VenueId.New(),
            OrganizationId = organization,
            Slug = slug,
            Name = TypedText.Line(Name),
            Street = TypedText.Line(Street),
            PostalCode = TypedText.Line(PostalCode),
            City = TypedText.Line(City),
            Country = Country!,
            TimeZone = TimeZone!,
            Latitude = Latitude!.Value,
            Longitude = Longitude!.Value,
        };
    }

    /// <summary>Writes the terms, which are valid, to a venue. Its slug stays: addresses keep working.</summary>
    public void ApplyTo(Venue venue)
    {
        ArgumentNullException.ThrowIfNull(venue);
        Invariant.Holds(Faults().Count == 0);
        venue.Name = TypedText.Line(Name);
        venue.Street = TypedText.Line(Street);
        venue.PostalCode = TypedText.Line(PostalCode);
        venue.City = TypedText.Line(City);
        venue.Country = Country!;
        venue.TimeZone = TimeZone!;
        venue.Latitude = Latitude!.Value;
        venue.Longitude = Longitude!.Value;
    }

    /// <summary>The beginning of the slugs that <see cref="ChooseSlug"/> chooses from. Never empty.</summary>
    public string BaseSlug => Slug.Of(TypedText.Line(Name), SlugLengthMax) is { Length: > 0 } slug ? slug : "venue";

    /// <summary>The first of <c>name</c>, <c>name-2</c>, <c>name-3</c> … that is not taken.</summary>
    /// <param name="taken">All slugs in use that begin with <see cref="BaseSlug"/>.</param>
    public string ChooseSlug(IReadOnlySet<string> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var slug = BaseSlug;
        for (var number = 2; taken.Contains(slug); number++)
        {
            slug = FormattableString.Invariant($"{BaseSlug}-{number}");
        }

        return slug;
    }

    private IEnumerable<VenueFault> AddressFaults()
    {
        if (!TypedText.IsName(TypedText.Line(Name), NameLengthMax))
        {
            yield return new VenueFault(nameof(Name), "Enter the venue's name with a letter or a digit, of at most 200 characters.");
        }

        if (!TypedText.IsName(TypedText.Line(Street), StreetLengthMax))
        {
            yield return new VenueFault(nameof(Street), "Enter street and house number, at most 200 characters.");
        }

        var code = TypedText.Line(PostalCode);
        var isLeftOut = code.Length == 0 && Country is not null && !CountryCodes.HasPostalCodes(Country);
        if (!isLeftOut && !TypedText.IsName(code, PostalCodeLengthMax))
        {
            yield return new VenueFault(nameof(PostalCode), "Enter the postal code, at most 20 characters.");
        }

        if (!TypedText.IsName(TypedText.Line(City), CityLengthMax))
        {
            yield return new VenueFault(nameof(City), "Enter the city, at most 100 characters.");
        }
    }

    private IEnumerable<VenueFault> PlaceFaults()
    {
        if (Country is null || !CountryCodes.All.Contains(Country))
        {
            yield return new VenueFault(nameof(Country), "Choose a country.");
        }

        if (!IsTimeZone(TimeZone))
        {
            yield return new VenueFault(nameof(TimeZone), "Choose the time zone of the place, like Europe/Berlin.");
        }

        if (IsWithoutPosition)
        {
            yield return new VenueFault(nameof(Latitude), "Enter where the venue is on the map: latitude and longitude in degrees.");
        }
        else if (Latitude is null)
        {
            yield return new VenueFault(nameof(Latitude), "Enter the latitude, too.");
        }
        else if (Longitude is null)
        {
            yield return new VenueFault(nameof(Longitude), "Enter the longitude, too.");
        }

        if (Latitude is { } latitude && !(latitude is >= -90 and <= 90))
        {
            yield return new VenueFault(nameof(Latitude), "The latitude is between -90 and 90 degrees.");
        }

        if (Longitude is { } longitude && !(longitude is >= -180 and <= 180))
        {
            yield return new VenueFault(nameof(Longitude), "The longitude is between -180 and 180 degrees.");
        }
    }

    [GeneratedRegex(
        "^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(/[A-Za-z0-9_+-]+){1,2}\\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex PlaceZone();
}
