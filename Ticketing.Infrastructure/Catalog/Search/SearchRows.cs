using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Stories;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>A performance's rows that change with its seats.</summary>
/// <param name="Price">Cents of the reference currency; null: no seat is free.</param>
/// <param name="PriceLow">The same, of all seats where none is free.</param>
internal sealed record SeatRow(
    PerformanceId Id, int Free, int Held, string? FreeCategories, long? Price, long? Amount, string Currency, long PriceLow)
{
    /// <summary>In place of categories that were not counted. No key of a category.</summary>
    public const string All = "\t";

    private const char Separator = '\n';

    public static SeatRow Of(CatalogPerformance performance, CatalogSeats seats)
    {
        var count = seats.Of(performance);
        var price = seats.PriceFrom(performance);
        return new SeatRow(
            performance.Id, count.Free, count.Held, count.FreeCategories is { } free ? string.Join(Separator, free.Order(StringComparer.Ordinal)) : null,
            price is { } from ? ReferenceRates.EuroCents(from) : null, price?.Amount, performance.Currency,
            ReferenceRates.EuroCents(price ?? performance.PriceFrom));
    }

    public static SeatCount CountOf(int free, int held, string categories) => new(free, held)
    {
        FreeCategories = categories == All ? null : categories.Split(Separator, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
    };
}

/// <summary>A performance that has not ended.</summary>
internal sealed record PerformanceRow(CatalogEvent Event, CatalogPerformance Performance, SeatRow Seats)
{
    public string CityKey { get; } = SearchWords.Key(Performance.Venue.City);

    public string Day { get; } = Performance.StartsAtLocal.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The availability that time and seats do not change; 0: they decide.</summary>
    public short Sale { get; } = Performance.Status == PerformanceStatus.Scheduled
        ? (short)0
        : (short)Availabilities.Of(Core.Catalog.Performance.SaleStateAt(Performance.Status, default, default, default), default, 0);
}

/// <summary>What a beginning can be completed to.</summary>
/// <param name="Ref">An event's slug, a venue's id, a city's key.</param>
internal sealed record CompletionRow(string Key, short Kind, string Ref, string Title, string Detail, double Weight, DateTimeOffset Until)
{
    public const short Event = 0;
    public const short Venue = 1;
    public const short City = 2;

    private const int KeysMax = 6;
    private const int KeyLengthMax = 100;

    /// <summary>One row for each word that the names can begin with, in both spellings.</summary>
    public static IEnumerable<CompletionRow> Of(
        IEnumerable<string> names, short kind, string reference, string title, string detail, double weight, DateTimeOffset until) =>
        names.SelectMany(KeysOf).Distinct().Select(key => new CompletionRow(key, kind, reference, title, detail, weight, until));

    private static IEnumerable<string> KeysOf(string name)
    {
        var words = SearchWords.Of(name);
        for (var first = 0; first < Math.Min(words.Count, KeysMax); first++)
        {
            yield return Cut(string.Join(' ', words.Skip(first).Select(word => word.Plain)));
            if (words.Skip(first).Any(word => word.Forms.Count > 1))
            {
                yield return Cut(string.Join(' ', words.Skip(first).Select(word => word.Forms.Count > 1 ? word.Forms[1] : word.Plain)));
            }
        }

        static string Cut(string key) => key.Length <= KeyLengthMax ? key : key[..KeyLengthMax];
    }
}

/// <summary>An event as the projection's tables have it.</summary>
internal sealed class EventRows
{
    private EventRows(CatalogEvent catalogEvent, CatalogSeats seats, IReadOnlyList<CatalogPerformance> current, DateTimeOffset now)
    {
        Event = catalogEvent;
        Performances = [.. current.Select(performance => new PerformanceRow(catalogEvent, performance, SeatRow.Of(performance, seats)))];
        Venues = [.. current.Select(performance => performance.Venue).DistinctBy(venue => venue.Id)];
        LastAt = current.Max(performance => performance.StartsAt);
        var next = current.Where(performance => performance.StartsAt > now).DefaultIfEmpty(current[^1]).MinBy(performance => performance.StartsAt)!;
        NextAt = next.StartsAt;
        Document = SearchDocument.Of(catalogEvent with { Description = StoryText.ToPlain(catalogEvent.Description) }, Venues);
        Hash = BinaryPrimitives.ReadInt64BigEndian(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(catalogEvent with { Performances = [.. current] })));
        Completions = catalogEvent.IsCancelled
            ? []
            :
            [
                .. CompletionRow.Of(
                    [catalogEvent.Title], CompletionRow.Event, catalogEvent.Slug, catalogEvent.Title, next.Venue.City, 0, LastAt),
            ];
    }

    public CatalogEvent Event { get; }

    public SearchDocument Document { get; }

    public IReadOnlyList<PerformanceRow> Performances { get; }

    public IReadOnlyList<CatalogVenue> Venues { get; }

    public IReadOnlyList<CompletionRow> Completions { get; }

    public DateTimeOffset NextAt { get; }

    public DateTimeOffset LastAt { get; }

    /// <summary>Equal for rows that need not be written again; seats are not part of it.</summary>
    public long Hash { get; }

    /// <summary>Null: nobody can find it, because it has no date that has not ended.</summary>
    public static EventRows? Of(CatalogDetails details, DateTimeOffset now)
    {
        var current = details.Event.Performances.Where(performance => performance.EndsAt > now).ToList();
        return current.Count == 0 ? null : new EventRows(details.Event, details.Seats, current, now);
    }
}
