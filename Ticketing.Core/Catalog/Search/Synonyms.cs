using Ticketing.Core.Access;

namespace Ticketing.Core.Catalog.Search;

/// <summary>Words that mean the same for the search, in any language: who asks for one finds the others, too.</summary>
/// <param name="Words">Single words, as they were typed.</param>
public sealed record SynonymGroup(Guid Id, IReadOnlyList<string> Words)
{
    /// <summary>The number of words of a group.</summary>
    public const int WordsMax = 8;

    /// <summary>The number of groups.</summary>
    public const int CountMax = 200;

    /// <summary>Reads words that are separated by commas.</summary>
    /// <returns>Null: fewer than two different words, too many, or an entry that is not a single word.</returns>
    public static IReadOnlyList<string>? Parse(string? text)
    {
        string[] entries = (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (entries.Any(entry => entry.Length > SearchWords.LengthMax || !SearchWords.IsSingle(entry)))
        {
            return null;
        }

        List<string> words = [.. entries.DistinctBy(SearchWords.Key)];
        return words.Count is >= 2 and <= WordsMax ? words : null;
    }
}

/// <summary>Adds a group of synonyms. Admins only.</summary>
/// <param name="Words">Two to eight single words, separated by commas.</param>
public sealed record AddSynonyms(string Words, Caller Caller);

/// <summary>Removes a group of synonyms. Admins only.</summary>
public sealed record RemoveSynonyms(Guid Group, Caller Caller);

/// <summary>Lists the groups of synonyms. Admins only.</summary>
public sealed record ListSynonyms(Caller Caller);

public enum SynonymRefusal
{
    /// <summary>There is no such group, or the caller is not an admin.</summary>
    NotFound,

    /// <summary>See <see cref="SynonymGroup.Parse"/>.</summary>
    WordsInvalid,

    /// <summary>A word is in another group.</summary>
    WordTaken,

    /// <summary>There are <see cref="SynonymGroup.CountMax"/> groups.</summary>
    TooMany,

    /// <summary>Too many changes within a short time.</summary>
    TooOften,
}

/// <summary>All synonyms, by word. Immutable.</summary>
public sealed class SynonymMap
{
    private readonly Dictionary<string, HashSet<string>> _others = new(StringComparer.Ordinal);

    private SynonymMap()
    {
    }

    public static SynonymMap Empty { get; } = new();

    public static SynonymMap Of(IEnumerable<IReadOnlyList<string>> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var map = new SynonymMap();
        foreach (var group in groups)
        {
            var words = group.Select(SearchWords.Of).Where(word => word.Count == 1).Select(word => word[0]).ToList();
            foreach (var word in words)
            {
                foreach (var form in word.Forms)
                {
                    if (!map._others.TryGetValue(form, out var others))
                    {
                        map._others.Add(form, others = new(StringComparer.Ordinal));
                    }

                    others.UnionWith(words.Where(other => other != word).SelectMany(other => other.Forms));
                }
            }
        }

        return map;
    }

    /// <summary>Adds the synonyms of single words that must occur. Words in quotes and excluded ones are meant as they are.</summary>
    public SearchPhrase Expand(SearchPhrase phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        return _others.Count == 0 || !phrase.Terms.Any(HasAny)
            ? phrase
            : SearchPhrase.Of([.. phrase.Terms.Select(term => HasAny(term) ? term with { Synonyms = OthersOf(term) } : term)]);
    }

    private bool HasAny(SearchTerm term) =>
        term is { IsExcluded: false, IsQuoted: false, Words: [{ } word] } && word.Forms.Any(_others.ContainsKey);

    private List<string> OthersOf(SearchTerm term)
    {
        var forms = term.Words[0].Forms;
        return
        [
            .. forms.Where(_others.ContainsKey).SelectMany(form => _others[form]).Except(forms).Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
