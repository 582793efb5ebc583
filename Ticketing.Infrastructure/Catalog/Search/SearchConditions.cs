using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// The filters of a question as conditions on a performance <c>p</c>, separately, because each facet leaves its own filter out. Only
/// filters that are set are written, so that PostgreSQL plans for what is asked.
/// </summary>
internal sealed class SearchConditions
{
    public const string Availability =
        "search.availability(p.sale, p.on_sale_at, p.off_sale_at, p.free, p.held, p.few_max, @now)";

    /// <summary>The distance to the point of the question; kilometres over the surface. Needs the venue <c>v</c>.</summary>
    public const string DistanceKm = "(2 * 6371 * asin(least(1, cube_distance(v.place, cube(ARRAY[@x, @y, @z])) / (2 * 6371))))";

    private const string Always = "true";

    private readonly CatalogQuery _query;
    private readonly DateTimeOffset _now;
    private readonly Guid[] _near;

    /// <param name="near">The venues within the question's radius; without a radius it is not used.</param>
    public SearchConditions(CatalogQuery query, Guid[] near, DateTimeOffset now)
    {
        (_query, _near, _now) = (query, near, now);
        Rest = string.Join(" AND ", Others(query));
        Category = query.Category is null ? Always : "p.category = @category";
        City = query.City is null ? Always : "p.city_key = @city";
        Days = string.Join(" AND ", Ends(query));
    }

    /// <summary>The filters that have no facet.</summary>
    public string Rest { get; }

    public string Category { get; }

    public string City { get; }

    public string Days { get; }

    public string All => $"{Rest} AND {Category} AND {City} AND {Days}";

    public string AllButCategory => $"{Rest} AND {City} AND {Days}";

    public string AllButCity => $"{Rest} AND {Category} AND {Days}";

    public string AllButDays => $"{Rest} AND {Category} AND {City}";

    /// <summary>Whether no other filter is set than <paramref name="filter"/>: <c>category</c>, <c>city</c> or <c>days</c>.</summary>
    public bool IsEverythingBut(string filter) =>
        _query is { RadiusKm: null, MinPrice: null, MaxPrice: null, AvailableOnly: false, State: null }
        && (filter == "category" || _query.Category is null) && (filter == "city" || _query.City is null)
        && (filter == "days" || (_query.From is null && _query.To is null));

    public void AddTo(NpgsqlCommand command)
    {
        command.With("now", _now);
        AddIf("category", _query.Category);
        AddIf("city", _query.City is { } city ? SearchWords.Key(city) : null);
        AddIf("from_day", _query.From?.Day);
        AddIf("from_time", _query.From?.Instant?.ToUniversalTime());
        AddIf("to_day", _query.To?.Day);
        AddIf("to_time", _query.To?.Instant?.ToUniversalTime());
        AddIf("min_price", _query.MinPrice);
        AddIf("max_price", _query.MaxPrice);
        AddIf("state", _query.State is { } state ? (int)state : null);
        if (_query.Near is { } near)
        {
            var (x, y, z) = SearchTables.PointOf(near);
            command.With("x", x).With("y", y).With("z", z);
            AddIf("near", _query.RadiusKm is null ? null : _near);
        }

        void AddIf(string name, object? value)
        {
            if (value is not null)
            {
                command.With(name, value);
            }
        }
    }

    private static IEnumerable<string> Others(CatalogQuery query)
    {
        yield return "p.starts_at > @now";
        if (query is { Near: not null, RadiusKm: not null })
        {
            yield return "p.venue = ANY(@near)";
        }

        if (query.MinPrice is not null)
        {
            yield return "p.price_high >= @min_price";
        }

        if (query.MaxPrice is not null)
        {
            yield return "p.price_low <= @max_price";
        }

        if (query.AvailableOnly)
        {
            yield return $"{Availability} <= {(int)Core.Catalog.Availability.Few}";
        }

        if (query.State is not null)
        {
            yield return $"{Availability} = @state";
        }
    }

    private static IEnumerable<string> Ends(CatalogQuery query)
    {
        yield return Always;
        if (query.From is { } from)
        {
            yield return from.Day is null ? "p.starts_at >= @from_time" : "p.day >= @from_day";
            if (from.Day is not null)
            {
                // No venue's day begins earlier. For the index on the time.
                yield return "p.starts_at >= (@from_day::timestamp - interval '14 hours') AT TIME ZONE 'UTC'";
            }
        }

        if (query.To is { } to)
        {
            yield return to.Day is null ? "p.starts_at <= @to_time" : "p.day <= @to_day";
            if (to.Day is not null)
            {
                yield return "p.starts_at <= (@to_day::timestamp + interval '36 hours') AT TIME ZONE 'UTC'";
            }
        }
    }
}
