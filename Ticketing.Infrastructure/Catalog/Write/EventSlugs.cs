using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Write;

/// <summary>Chooses an event's name in addresses from its title.</summary>
internal static class EventSlugs
{
    private const string Index = "ix_events_slug";

    // Leaves room for a number in the column of 120 characters.
    private const int LengthMax = 100;

    // Of a title without a letter that addresses can have.
    private const string Nameless = "event";

    // Words that addresses of the API have in the place of an event.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "suggest" };

    /// <summary>
    /// The first of <c>title</c>, <c>title-2</c>, <c>title-3</c> … that is not taken. An advisory lock, until the transaction ends,
    /// serialises events with the same title; between titles that lead to one slug the unique index decides: see <see cref="IsTaken"/>.
    /// </summary>
    public static async Task<string> ChooseAsync(TicketingDbContext db, string title, CancellationToken cancellationToken)
    {
        var slug = Slug.Of(title, LengthMax) is { Length: > 0 } made ? made : Nameless;
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"event " + slug}, 0))", cancellationToken);

        // Slugs have no characters that LIKE reads.
        var pattern = slug + "%";
        var found = await db.Events.Where(entry => EF.Functions.Like(entry.Slug, pattern)).Select(entry => entry.Slug).ToListAsync(cancellationToken);
        var taken = found.ToHashSet(StringComparer.Ordinal);
        if (!Reserved.Contains(slug) && !taken.Contains(slug))
        {
            return slug;
        }

        var number = 2;
        while (taken.Contains(Numbered(slug, number)))
        {
            number++;
        }

        return Numbered(slug, number);
    }

    /// <summary>Whether a save failed because a concurrent one has taken the slug; repeated, it gets another one.</summary>
    public static bool IsTaken(DbUpdateException failure) =>
        failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: Index };

    private static string Numbered(string slug, int number) => string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
}
