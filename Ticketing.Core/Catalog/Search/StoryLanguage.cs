namespace Ticketing.Core.Catalog.Search;

/// <summary>
/// The language of a text, by its most frequent words, as PostgreSQL names the configuration that stems it. Events do not say theirs.
/// </summary>
public static class StoryLanguage
{
    /// <summary>Without stemming: for languages that are not recognised, and for short texts.</summary>
    public const string Unknown = "simple";

    private const int HitsMin = 2;

    private static readonly (string Name, HashSet<string> Words)[] Known =
    [
        ("english", ["the", "and", "of", "with", "that", "is", "for", "from", "by", "it", "who", "at", "this", "are", "has"]),
        ("german", ["der", "die", "das", "und", "mit", "ein", "eine", "ist", "von", "im", "den", "dem", "zu", "auf", "nicht"]),
        ("french", ["le", "la", "les", "et", "des", "une", "du", "dans", "est", "pour", "avec", "qui", "sur", "au", "pas"]),
        ("spanish", ["el", "los", "las", "una", "del", "con", "por", "para", "es", "que", "sus", "como", "y", "lo", "su"]),
        ("italian", ["il", "gli", "della", "che", "con", "per", "sono", "di", "nel", "dei", "alla", "una", "e", "non", "del"]),
        ("dutch", ["het", "een", "van", "en", "met", "voor", "niet", "op", "te", "zijn", "aan", "uit", "door", "naar", "bij"]),
        ("portuguese", ["os", "uma", "com", "para", "do", "da", "em", "que", "dos", "ao", "um", "mais", "na", "no", "seu"]),
    ];

    /// <summary>The configurations that a question is stemmed with.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(language => language.Name)];

    public static string Of(IReadOnlyList<SearchWord> words)
    {
        var best = Known.Select(language => (language.Name, Hits: words.Count(word => language.Words.Contains(word.Plain)))).MaxBy(one => one.Hits);
        return best.Hits >= HitsMin ? best.Name : Unknown;
    }
}
