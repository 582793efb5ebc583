using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Presales;

/// <summary>A presale as buyers see it.</summary>
/// <param name="ClosesAt">Exclusive.</param>
/// <param name="Categories">Keys of the seat categories that it sells; empty: all.</param>
public sealed record PresaleWindow(
    PerformanceId Performance, PresaleId Id, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, IReadOnlyList<string> Categories,
    int? SeatsPerBuyerMax)
{
    public bool IsOpenAt(DateTimeOffset now) => OpensAt <= now && now < ClosesAt;

    /// <summary>Whether it sells a seat category, by its key.</summary>
    public bool Sells(string category) => Categories.Count == 0 || Categories.Contains(category);

    /// <summary>The presale to announce: the open one that closes last, else the next one; null: all have closed.</summary>
    public static PresaleWindow? ToAnnounce(IEnumerable<PresaleWindow> presales, DateTimeOffset now)
    {
        var open = presales.Where(presale => now < presale.ClosesAt).ToList();
        return open.Where(presale => presale.IsOpenAt(now)).MaxBy(presale => presale.ClosesAt) ?? open.MinBy(presale => presale.OpensAt);
    }

    /// <summary>
    /// What the buyer of several presales may hold: the categories and the seats of any of them. Has the first one's id and window; an order uses
    /// one code, which decides about its seats.
    /// </summary>
    /// <param name="presales">At least one.</param>
    public static PresaleWindow Unite(IReadOnlyList<PresaleWindow> presales)
    {
        ArgumentNullException.ThrowIfNull(presales);
        return presales[0] with
        {
            Categories = presales.Any(presale => presale.Categories.Count == 0)
                ? []
                : [.. presales.SelectMany(presale => presale.Categories).Distinct(StringComparer.Ordinal)],
            SeatsPerBuyerMax = presales.Any(presale => presale.SeatsPerBuyerMax is null) ? null : presales.Max(presale => presale.SeatsPerBuyerMax),
        };
    }

    internal static PresaleWindow Read(NpgsqlDataReader row) => new(
        new PerformanceId(row.GetGuid("performance_id")),
        new PresaleId(row.GetGuid("id")),
        row.GetString("name"),
        row.GetFieldValue<DateTimeOffset>("opens_at"),
        row.GetFieldValue<DateTimeOffset>("closes_at"),
        row.GetFieldValue<string[]>("categories"),
        row.IsDBNull("seats_per_buyer_max") ? null : row.GetInt32("seats_per_buyer_max"));
}

/// <summary>Reads the presales of performances for public pages and the API. That a performance is public is the caller's to know.</summary>
public sealed class PublicPresales(NpgsqlDataSource database)
{
    /// <summary>The columns that <see cref="PresaleWindow.Read"/> needs, of the performances <c>@ids</c>.</summary>
    internal const string Sql = """
        SELECT performance_id, id, name, opens_at, closes_at, categories, seats_per_buyer_max
        FROM presale_windows
        WHERE performance_id = ANY(@ids)
        ORDER BY performance_id, opens_at, id
        """;

    /// <summary>By beginning; empty for performances without one.</summary>
    public async Task<ILookup<PerformanceId, PresaleWindow>> OfAsync(
        IReadOnlyCollection<PerformanceId> performances, CancellationToken cancellationToken)
    {
        var found = new List<PresaleWindow>();
        if (performances.Count > 0)
        {
            await using var command = database.CreateCommand(Sql);
            command.With("ids", performances.Select(performance => performance.Value).ToArray());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                found.Add(PresaleWindow.Read(reader));
            }
        }

        return found.ToLookup(presale => presale.Performance);
    }
}
