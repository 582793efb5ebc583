using Npgsql;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Catalog.Search;

/// <summary>
/// Replaces mistyped words by known ones. Asked only when a question as typed finds nothing, so that no word is corrected that any event has.
/// </summary>
internal static class SpellingCorrector
{
    private const int AlternativesMax = 4;
    private const int CandidatesMax = 100;

    // Short words with a mistake share too few trigrams: all with the same first letter are looked at.
    private const int ShortLengthMax = 5;

    /// <summary>The question with alternatives for words that no name has; null: there are none.</summary>
    public static async Task<SearchPhrase?> CorrectAsync(SearchPhrase phrase, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var terms = new List<SearchTerm>();
        var isCorrected = false;
        foreach (var term in phrase.Terms)
        {
            var alternatives = term is { IsExcluded: false, Words: [{ } word] } && word.Plain.Length >= Misspelling.LengthMin
                && !await IsKnownAsync(term, connection, cancellationToken)
                    ? await AlternativesAsync(word.Plain, term.IsPrefix, connection, cancellationToken)
                    : [];
            isCorrected |= alternatives.Count > 0;
            // A correction is a whole word.
            terms.Add(alternatives.Count > 0 ? term with { Alternatives = alternatives, IsPrefix = false } : term);
        }

        return isCorrected ? SearchPhrase.Of(terms) : null;
    }

    private static async Task<bool> IsKnownAsync(SearchTerm term, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // One of two constants.
        await using var command = new NpgsqlCommand(
            term.IsPrefix
                ? "SELECT EXISTS (SELECT FROM search.words w WHERE w.word LIKE ANY(@words) AND w.documents > 0)"
                : "SELECT EXISTS (SELECT FROM search.words w WHERE w.word = ANY(@words) AND w.documents > 0)", connection);
#pragma warning restore CA2100
        command.With("words", term.Words[0].Forms.Select(form => term.IsPrefix ? form + "%" : form).ToArray());
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<IReadOnlyList<string>> AlternativesAsync(
        string typed, bool isPrefix, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Built from constants; every value is a parameter.
        await using var command = new NpgsqlCommand(
            $"""
            SELECT c.word, c.documents FROM (
              (SELECT w.word, w.documents FROM search.words w WHERE w.word % @typed ORDER BY similarity(w.word, @typed) DESC LIMIT @max)
              {(isPrefix ? Unfinished : "")}
              {(typed.Length <= ShortLengthMax ? Short : "")}) c
            WHERE c.documents > 0
            """,
            connection);
#pragma warning restore CA2100
        command.With("typed", typed).With("max", CandidatesMax).With("first", typed[..1] + "%").With("length", typed.Length);
        var candidates = new List<(string Word, int Documents, int Mistakes)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var word = reader.GetString(0);
            candidates.Add((word, reader.GetInt32(1), Misspelling.Count(typed, word, isPrefix)));
        }

        return
        [
            .. candidates.Where(candidate => candidate.Mistakes <= Misspelling.MistakesMax(typed)).DistinctBy(candidate => candidate.Word)
                .OrderBy(candidate => candidate.Mistakes).ThenByDescending(candidate => candidate.Documents)
                .ThenBy(candidate => candidate.Word, StringComparer.Ordinal).Take(AlternativesMax).Select(candidate => candidate.Word),
        ];
    }

    private const string Unfinished =
        """
        UNION ALL
          (SELECT w.word, w.documents FROM search.words w WHERE @typed <% w.word
            ORDER BY word_similarity(@typed, w.word) DESC, w.documents DESC LIMIT @max)
        """;

    private const string Short =
        """
        UNION ALL
          (SELECT w.word, w.documents FROM search.words w
            WHERE w.word LIKE @first AND length(w.word) BETWEEN @length - 1 AND @length + 1 AND levenshtein_less_equal(w.word, @typed, 2) <= 2
            ORDER BY w.documents DESC LIMIT @max)
        """;
}
