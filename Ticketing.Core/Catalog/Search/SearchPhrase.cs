namespace Ticketing.Core.Catalog.Search;

/// <summary>A part of a question that must occur, or must not: a word, or words in this order.</summary>
public sealed record SearchTerm(IReadOnlyList<SearchWord> Words, bool IsExcluded, bool IsPrefix)
{
    /// <summary>Corrections of a single word, the best first; empty: as typed.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>Other words that mean the same as a single word; whole words, also beside a prefix.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>Whether it was typed in quotes.</summary>
    public bool IsQuoted { get; init; }
}

/// <summary>
/// A parsed question: words that must all occur, the last one as a prefix; quoted words in their order; words with a minus must not
/// occur. Nothing in it is a syntax error.
/// </summary>
public sealed class SearchPhrase
{
    /// <summary>Further words are ignored.</summary>
    public const int WordsMax = 12;

    // A shorter prefix matches too much to be of use.
    private const int PrefixLengthMin = 2;

    private const string Quotes = "\"“”„«»";

    // Articles and prepositions that people type between names: "concert in berlin". They count for exact titles only.
    private static readonly HashSet<string> Optional =
    [
        "the", "a", "an", "of", "in", "at", "on", "and", "for", "to", "with", "near",
        "der", "die", "das", "den", "dem", "des", "ein", "eine", "im", "am", "und", "mit", "von", "zu", "zum", "zur", "fur", "bei", "auf",
    ];

    private SearchPhrase(IReadOnlyList<SearchTerm> terms) => Terms = terms;

    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => Terms.Count == 0;

    /// <summary>The words that must occur, as <see cref="SearchWords.Key"/> has them.</summary>
    public string Key => string.Join(' ', Terms.Where(term => !term.IsExcluded).SelectMany(term => term.Words).Select(word => word.Plain));

    /// <summary>The question with its corrections, for people.</summary>
    public string Text => string.Join(' ', Terms.Select(TextOf));

    public static SearchPhrase Parse(string? text)
    {
        var composed = SearchWords.Composed(text ?? "");
        var spans = SearchWords.Spans(composed);
        var terms = new List<SearchTerm>();
        List<SearchWord>? quoted = null;
        var (at, isExcluded, count) = (0, false, 0);
        foreach (var (start, length) in spans)
        {
            for (; at < start; at++)
            {
                ReadMark(at);
            }

            if (count == WordsMax)
            {
                break;
            }

            at = start + length;
            var word = SearchWords.Fold(composed.Substring(start, length));
            if (word.Forms.Count == 0)
            {
                continue;
            }

            count++;
            if (quoted is not null)
            {
                quoted.Add(word);
                continue;
            }

            // Who excludes a word means that word, not all that begin with it.
            terms.Add(new SearchTerm([word], isExcluded, !isExcluded && IsLast(start + length) && word.Plain.Length >= PrefixLengthMin));
            isExcluded = false;
        }

        Close();
        return new SearchPhrase(terms.TrueForAll(term => term.IsExcluded)
            ? terms.ConvertAll(term => term with { IsExcluded = false })
            : terms);

        // At a word's end: nothing but punctuation follows.
        bool IsLast(int end) => spans[^1].Start + spans[^1].Length == end;

        void ReadMark(int place)
        {
            if (Quotes.Contains(composed[place], StringComparison.Ordinal))
            {
                if (quoted is null)
                {
                    quoted = [];
                }
                else
                {
                    Close();
                }
            }
            else if (quoted is null)
            {
                // A minus inside a word is a hyphen.
                isExcluded = composed[place] is '-' or '−' && (place == 0 || char.IsWhiteSpace(composed[place - 1]));
            }
        }

        void Close()
        {
            if (quoted is { Count: > 0 })
            {
                terms.Add(new SearchTerm(quoted, isExcluded, IsPrefix: false) { IsQuoted = true });
            }

            (quoted, isExcluded) = (null, false);
        }
    }

    public static SearchPhrase Of(IReadOnlyList<SearchTerm> terms) => new(terms);

    /// <summary>What must occur in PostgreSQL's query language; every word is quoted and has letters and digits only.</summary>
    public string ToQuery() => string.Join(" & ", Wanted().Select(Written));

    /// <summary>
    /// The same for stories, where the last word is looked for as it is, and not as a beginning: an index reads every story that has any
    /// word with this beginning, whatever else is asked.
    /// </summary>
    public string ToStoryQuery() => string.Join(" & ", Wanted().Select(term => Written(term with { IsPrefix = false })));

    /// <summary>What must not occur; null: nothing.</summary>
    public string? ToExcludedQuery() =>
        Terms.Any(term => term.IsExcluded) ? string.Join(" | ", Terms.Where(term => term.IsExcluded).Select(term => Written(term with { IsPrefix = false }))) : null;

    private List<SearchTerm> Wanted()
    {
        var wanted = Terms.Where(term => !term.IsExcluded).ToList();
        var names = wanted.Where(term => term.Words.Count > 1 || !Optional.Contains(term.Words[0].Plain)).ToList();
        return names.Count > 0 ? names : wanted;
    }

    private static string Written(SearchTerm term) =>
        $"({string.Join(" <-> ", term.Words.Select(word => $"({string.Join(" | ", Spellings(term, word))})"))})";

    private static IEnumerable<string> Spellings(SearchTerm term, SearchWord word) => word.Forms.Concat(term.Alternatives).Distinct()
        .Select(form => Quoted(form, term.IsPrefix))
        .Concat(term.Synonyms.Select(synonym => Quoted(synonym, isPrefix: false)));

    private static string Quoted(string form, bool isPrefix) => isPrefix ? $"'{form}':*" : $"'{form}'";

    private static string TextOf(SearchTerm term)
    {
        var words = string.Join(' ', term.Alternatives.Count > 0 ? [term.Alternatives[0]] : term.Words.Select(word => word.Plain));
        return (term.IsExcluded ? "-" : "") + (term.Words.Count > 1 ? $"\"{words}\"" : words);
    }
}
