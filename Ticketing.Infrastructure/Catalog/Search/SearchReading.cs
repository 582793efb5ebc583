using System.Data;
using System.Text.Json;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>Reads the rows of <see cref="SearchStatements"/>.</summary>
internal static class SearchReading
{
    /// <summary>The hit of a row; null: the row is there for its other columns.</summary>
    public static CatalogHit? Hit(NpgsqlDataReader row)
    {
        // An event that a pass removes between the page and its details has no date.
        if (row.IsDBNull("event") || row.IsDBNull("venue") || row.IsDBNull("slug"))
        {
            return null;
        }

        var venue = new CatalogVenue(
            new VenueId(row.GetGuid("venue")), row.GetString("venue_name"), row.GetString("venue_slug"), row.GetString("street"),
            row.GetString("postal_code"), row.GetString("city"), row.GetString("country"),
            new GeoPoint(row.GetDouble("latitude"), row.GetDouble("longitude")), row.GetString("time_zone"));
        return new CatalogHit(
            new CatalogEntry(
                new EventId(row.GetGuid("event")), row.GetString("slug"), row.GetString("title"), row.GetString("category"),
                row.GetString("summary"), row.GetInt32("artwork_seed"), row.GetString("organizer"))
            {
                Picture = row.IsDBNull("picture") ? null : row.GetGuid("picture"),
            },
            new CatalogDate(new PerformanceId(row.GetGuid("id")), venue, row.GetFieldValue<DateTimeOffset>("starts_at")),
            row.GetInt32("fitting"),
            row.IsDBNull("amount") ? null : new Money(row.GetInt64("amount"), row.GetString("currency")),
            (Availability)row.GetInt32("availability"), row.GetInt32("free"), row.IsDBNull("km") ? null : row.GetDouble("km"),
            row.GetDouble("rank"));
    }

    /// <summary>The count and the facets, which the first row has; null: another row.</summary>
    public static CatalogAnswer? Summary(NpgsqlDataReader row)
    {
        if (row.IsDBNull("total"))
        {
            return null;
        }

        var total = row.GetInt64("total");
        return CatalogAnswer.Empty with
        {
            Total = (int)Math.Min(total, CatalogQuery.CountMax),
            IsTotalExceeded = total > CatalogQuery.CountMax,
            Facets = new FacetTotals(0, Counts("categories"), Counts("cities"), Counts("months")).ToFacets(),
        };

        Dictionary<string, int> Counts(string column) =>
            row.IsDBNull(column) ? [] : JsonSerializer.Deserialize<Dictionary<string, int>>(row.GetString(column)) ?? [];
    }
}
