using Ticketing.Core.Access;

namespace Ticketing.Core.Catalog.Search;

/// <summary>Asks what was searched for in the last days. Admins only.</summary>
public sealed record ReadSearchLog(Caller Caller);

/// <summary>A question as <see cref="SearchWords.Key"/> has it, and how often it was asked.</summary>
/// <param name="WithoutHits">How often nothing was found, without other filters.</param>
public sealed record LoggedQuery(string Text, long Count, long WithoutHits);

/// <summary>What was searched for, the most frequent first. Questions asked fewer than <see cref="CountMin"/> times are left out.</summary>
public sealed record SearchLogReport(IReadOnlyList<LoggedQuery> Frequent, IReadOnlyList<LoggedQuery> WithoutHits)
{
    /// <summary>The days that it is about, today included.</summary>
    public const int Days = 28;

    /// <summary>The length of each list.</summary>
    public const int LengthMax = 50;

    /// <summary>A question that only one visitor may have asked could be a person's name: it is not shown, and deleted after a week.</summary>
    public const int CountMin = 3;
}

/// <summary>
/// Which questions are counted: those without an address of e-mail and without long numbers. A person's name cannot be told from an artist's:
/// it is counted like other words, without anything about who asked.
/// </summary>
public static class SearchLogRules
{
    /// <summary>Longer questions are not counted: they are texts that were pasted.</summary>
    public const int LengthMax = 80;

    // A year, a hall's number and a date are shorter.
    private const int DigitsMax = 4;

    /// <summary>The question as it is counted; null: it is not.</summary>
    public static string? KeyOf(string? text)
    {
        // An address of e-mail, a phone number or an order's number.
        if (string.IsNullOrWhiteSpace(text) || text.Contains('@', StringComparison.Ordinal) || text.Count(char.IsDigit) > DigitsMax)
        {
            return null;
        }

        var key = SearchPhrase.Parse(text).Key;
        return key.Length is > 0 and <= LengthMax ? key : null;
    }

    /// <summary>Whether a query has filters, so that finding nothing says nothing about its text.</summary>
    public static bool IsFiltered(CatalogQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query is not
        {
            Category: null, City: null, Near: null, From: null, To: null, MinPrice: null, MaxPrice: null, AvailableOnly: false, State: null,
        };
    }

    /// <summary>Whether a query is a visitor's question of its own, not a further page, a mere count or a look-up of the site itself.</summary>
    public static bool IsQuestion(CatalogQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query is { Skip: 0, After: null, Limit: > 0, IsLookUp: false };
    }
}
