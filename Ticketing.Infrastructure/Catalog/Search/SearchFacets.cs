using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// Counts of a large catalogue. What is counted over many performances is kept for five seconds, once for all that ask the same; for a
/// minute more, questions get what is kept while one of them renews it, so that none waits for counting again. Counts over everything are
/// stored by <see cref="SearchOverview"/>.
/// </summary>
internal sealed class SearchFacets(SearchDatabase database)
{
    private const int KeptMax = 2_000;
    private const int ScanMax = 4_000;
    private const string StoredKey = "stored";
    private const string TrendingKey = "trending";

    private static readonly TimeSpan StoredFor = TimeSpan.FromSeconds(1);

    /// <summary>How old an answer can be that is given while it is renewed.</summary>
    private static readonly TimeSpan UsableFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The counts over everything; null: the catalogue is small.</summary>
    public async Task<FacetTotals?> StoredAsync(CancellationToken cancellationToken) =>
        (FacetTotals?)await KeepAsync(
            StoredKey, StoredFor, async (own, stop) =>
            {
                await using var command = new NpgsqlCommand("SELECT s.facets FROM search.state s", own);
                return await command.ExecuteScalarAsync(stop) is string facets ? JsonSerializer.Deserialize<FacetTotals>(facets) : null;
            },
            cancellationToken);

    /// <summary>Whether an event has a trending score.</summary>
    public async Task<bool> HasTrendingAsync(CancellationToken cancellationToken) =>
        (bool)(await KeepAsync(
            TrendingKey, SearchOverview.Period, async (own, stop) =>
            {
                await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM search.names n WHERE n.trending > 0)", own);
                return await command.ExecuteScalarAsync(stop);
            },
            cancellationToken))!;

    /// <summary>The number of matching events, at most <see cref="CatalogQuery.CountMax"/>, and whether there are more.</summary>
    public async Task<(int Total, bool IsExceeded)> CountAsync(
        CatalogQuery query, SearchConditions conditions, FacetTotals totals, CancellationToken cancellationToken)
    {
        if (conditions.IsEverythingBut(""))
        {
            return Limited(totals.Total);
        }

        var total = (int)(await KeepAsync(
            "count " + KeyOf(query), SearchOverview.Period, async (own, stop) =>
            {
                var (events, scanned) = await CountAsync(conditions, ScanMax, own, stop);
                // Enough performances may be of few events.
                return scanned < ScanMax || events > CatalogQuery.CountMax ? events : (await CountAsync(conditions, int.MaxValue, own, stop)).Events;
            },
            cancellationToken))!;
        return Limited(total);

        static (int, bool) Limited(int total) => (Math.Min(total, CatalogQuery.CountMax), total > CatalogQuery.CountMax);
    }

    /// <summary>Each facet under all the other filters.</summary>
    public async Task<CatalogFacets> OfAsync(
        CatalogQuery query, SearchConditions conditions, FacetTotals totals, CancellationToken cancellationToken)
    {
        var categories = conditions.IsEverythingBut("category")
            ? totals.Categories
            : await FacetAsync("p.category", "p.category", conditions.AllButCategory, query with { Category = null }, "category");
        var cities = conditions.IsEverythingBut("city")
            ? totals.Cities
            : await FacetAsync("p.city_key", "p.city", conditions.AllButCity, query with { City = null }, "city");
        var months = conditions.IsEverythingBut("days")
            ? totals.Months
            : await FacetAsync(
                "to_char(p.day, 'YYYY-MM')", "to_char(p.day, 'YYYY-MM')", conditions.AllButDays, query with { From = null, To = null }, "month");
        return new FacetTotals(0, categories, cities, months).ToFacets();

        async Task<Dictionary<string, int>> FacetAsync(string value, string name, string condition, CatalogQuery others, string facet) =>
            (Dictionary<string, int>)(await KeepAsync(
                $"{facet} {KeyOf(others)}", SearchOverview.Period, async (own, stop) =>
                {
#pragma warning disable CA2100 // Built from constants; every value is a parameter.
                    await using var command = new NpgsqlCommand(SearchStatements.OfFacet(value, name, condition), own);
#pragma warning restore CA2100
                    conditions.AddTo(command);
                    var counts = new Dictionary<string, int>(StringComparer.Ordinal);
                    await using var reader = await command.ExecuteReaderAsync(stop);
                    while (await reader.ReadAsync(stop))
                    {
                        counts[reader.GetString(0)] = (int)reader.GetInt64(1);
                    }

                    return counts;
                },
                cancellationToken))!;
    }

    private static async Task<(int Events, long Scanned)> CountAsync(
        SearchConditions conditions, int scan, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Built from constants; every value is a parameter.
        await using var command = new NpgsqlCommand(SearchStatements.OfCount(conditions), connection);
#pragma warning restore CA2100
        conditions.AddTo(command);
        await using var reader = await command.With("scan", scan).ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return ((int)reader.GetInt64(0), reader.GetInt64(1));
    }

    // A city by its key: spelled in several ways it is one question.
    private static string KeyOf(CatalogQuery query) => string.Create(
        CultureInfo.InvariantCulture,
        $"{query.Category}|{(query.City is { } city ? SearchWords.Key(city) : null)}|{query.Near?.Latitude:R},{query.Near?.Longitude:R}|{query.RadiusKm:R}|")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{query.From?.Day:O}{query.From?.Instant:O}|{query.To?.Day:O}{query.To?.Instant:O}|{query.MinPrice}|{query.MaxPrice}|")
        + $"{query.AvailableOnly}|{query.State}";

    /// <summary>
    /// Concurrent callers with the same filters share one query, which runs on if the first one cancels. They hold no connection meanwhile.
    /// </summary>
    private async Task<object?> KeepAsync(
        string key, TimeSpan life, Func<NpgsqlConnection, CancellationToken, Task<object?>> countAsync, CancellationToken cancellationToken)
    {
        if (_kept.Count >= KeptMax)
        {
            _kept.Clear();
        }

        if (!_kept.TryGetValue(key, out var kept) || !kept.IsCurrent(life))
        {
            var next = new Kept(CountAsync, kept?.Usable);
            kept = _kept.AddOrUpdate(key, next, (_, other) => other.IsCurrent(life) ? other : next);
        }

        var value = kept.ValueAsync();
        return !value.IsCompleted && kept.Usable is { } before ? await before.ValueAsync() : await value.WaitAsync(cancellationToken);

        async Task<object?> CountAsync()
        {
            await using var connection = await database.OpenAsync(CancellationToken.None);
            return await countAsync(connection, CancellationToken.None);
        }
    }

    private sealed class Kept
    {
        private readonly Lazy<Task<object?>> _counting;
        private Kept? _before;
        private long _countedAt = long.MinValue;

        /// <param name="before">What it renews; null: nothing was kept.</param>
        public Kept(Func<Task<object?>> countAsync, Kept? before) => (_counting, _before) = (new Lazy<Task<object?>>(countAsync), before);

        /// <summary>The latest value that was counted, not too long ago: its own, or that before; null: there is none.</summary>
        public Kept? Usable =>
            Interlocked.Read(ref _countedAt) is var counted && counted == long.MinValue ? _before?.Usable
            : CatalogRefresher.Age(counted) < UsableFor ? this
            : null;

        public async Task<object?> ValueAsync()
        {
            var value = await _counting.Value;
            Interlocked.CompareExchange(ref _countedAt, Environment.TickCount64, long.MinValue);
            _before = null;
            return value;
        }

        /// <summary>Whether it is being counted, or was lately.</summary>
        public bool IsCurrent(TimeSpan life) => Interlocked.Read(ref _countedAt) is var counted && counted == long.MinValue
            ? !_counting.IsValueCreated || !_counting.Value.IsFaulted
            : CatalogRefresher.Age(counted) < life;
    }
}
