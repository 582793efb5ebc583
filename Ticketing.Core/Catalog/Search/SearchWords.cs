using System.Globalization;
using System.Text;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Search;

/// <summary>A word of a text or a question with its spellings, lower case without accents: <c>muller</c> and <c>mueller</c>.</summary>
/// <param name="Forms">At least one; the first is the plain one.</param>
public sealed record SearchWord(IReadOnlyList<string> Forms)
{
    public string Plain => Forms[0];
}

/// <summary>
/// The one folding of documents and questions: what is indexed and what is looked for are the same letters, independent of a server's
/// dictionaries.
/// </summary>
public static class SearchWords
{
    /// <summary>Longer words are cut.</summary>
    public const int LengthMax = 60;

    // Written without marks, these become two letters as often as one.
    private static readonly Dictionary<char, string> TwoLetters = new()
    {
        ['ä'] = "ae",
        ['ö'] = "oe",
        ['ü'] = "ue",
        ['Ä'] = "Ae",
        ['Ö'] = "Oe",
        ['Ü'] = "Ue",
        ['ø'] = "oe",
        ['Ø'] = "Oe",
        ['å'] = "aa",
        ['Å'] = "Aa",
    };

    /// <summary>Splits a text into words of letters and digits of any script.</summary>
    public static IReadOnlyList<SearchWord> Of(string text)
    {
        var words = new List<SearchWord>();
        var composed = Composed(text);
        foreach (var (start, length) in Spans(composed))
        {
            words.Add(Fold(composed.Substring(start, length)));
        }

        return words;
    }

    /// <summary>The plain words, separated by spaces: equal for titles that differ in case, accents and punctuation.</summary>
    public static string Key(string text) => string.Join(' ', Of(text).Select(word => word.Plain));

    /// <summary>Whether a text is one word, with nothing but punctuation around it.</summary>
    public static bool IsSingle(string text) => Of(text) is [{ Forms.Count: > 0 }];

    /// <summary>All forms of a word as it stands in a text.</summary>
    internal static SearchWord Fold(string word)
    {
        var forms = new List<string>();
        Add(word);
        Add(Spelled(word));
        if (word.AsSpan().IndexOfAny(Apostrophes) is > 0 and var at)
        {
            Add(word[..at]);
        }

        return new SearchWord(forms);

        void Add(string form)
        {
            var letters = new StringBuilder(form.Length);
            foreach (var rune in Letters.Plain(form).EnumerateRunes())
            {
                if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark)
                {
                    letters.Append(Rune.ToLowerInvariant(rune).ToString());
                }
            }

            var plain = letters.Length <= LengthMax ? letters.ToString() : Cut(letters.ToString());
            if (plain.Length > 0 && !forms.Contains(plain))
            {
                forms.Add(plain);
            }
        }
    }

    internal static ReadOnlySpan<char> Apostrophes => "'’ʼ";

    /// <summary>Well-formed and composed (NFC); a lone surrogate, or a character that is none, becomes U+FFFD.</summary>
    internal static string Composed(string text)
    {
        var wellFormed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var character = rune.ToString();
            wellFormed.Append(TypedText.IsWellFormed(character) ? character : Rune.ReplacementChar.ToString());
        }

        return wellFormed.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The words' places in a composed text. An apostrophe between letters is part of the word.</summary>
    internal static List<(int Start, int Length)> Spans(string text)
    {
        var spans = new List<(int, int)>();
        var start = -1;
        for (var at = 0; at < text.Length;)
        {
            var rune = Rune.GetRuneAt(text, at);
            var isWord = Rune.IsLetterOrDigit(rune)
                || (start >= 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                || (start >= 0 && Apostrophes.Contains(text[at]) && at + 1 < text.Length && char.IsLetter(text[at + 1]));
            if (isWord && start < 0)
            {
                start = at;
            }
            else if (!isWord && start >= 0)
            {
                spans.Add((start, at - start));
                start = -1;
            }

            at += rune.Utf16SequenceLength;
        }

        if (start >= 0)
        {
            spans.Add((start, text.Length - start));
        }

        return spans;
    }

    private static string Cut(string word) => char.IsHighSurrogate(word[LengthMax - 1]) ? word[..(LengthMax - 1)] : word[..LengthMax];

    private static string Spelled(string word)
    {
        if (!word.Any(TwoLetters.ContainsKey))
        {
            return word;
        }

        var spelled = new StringBuilder(word.Length + 4);
        foreach (var letter in word)
        {
            spelled.Append(TwoLetters.TryGetValue(letter, out var two) ? two : letter.ToString());
        }

        return spelled.ToString();
    }
}
