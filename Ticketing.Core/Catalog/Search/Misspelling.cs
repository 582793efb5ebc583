namespace Ticketing.Core.Catalog.Search;

/// <summary>
/// The number of typing mistakes between two words: letters inserted, lost, replaced, or swapped with their neighbour (optimal string
/// alignment, Damerau 1964).
/// </summary>
public static class Misspelling
{
    /// <summary>Shorter words are not corrected: most of their neighbours are words too.</summary>
    public const int LengthMin = 4;

    private const int ShortLengthMax = 5;

    /// <summary>How many mistakes are corrected in a word of this length.</summary>
    public static int MistakesMax(string typed) => typed.Length <= ShortLengthMax ? 1 : 2;

    /// <summary>The mistakes in the whole word, or, of an unfinished word, in the beginning that was typed.</summary>
    public static int Count(string typed, string word, bool isPrefix)
    {
        var last = Row(typed, word);
        if (!isPrefix)
        {
            return last[^1];
        }

        // The beginnings of the word that are about as long as what was typed.
        var best = last[^1];
        for (var length = Math.Max(1, typed.Length - 1); length <= Math.Min(word.Length, typed.Length + 1); length++)
        {
            best = Math.Min(best, last[length]);
        }

        return best;
    }

    /// <summary>The distances of the typed word to each beginning of the other.</summary>
    private static int[] Row(string typed, string word)
    {
        var (before, above, row) = (new int[word.Length + 1], new int[word.Length + 1], new int[word.Length + 1]);
        for (var j = 0; j <= word.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= typed.Length; i++)
        {
            (before, above, row) = (above, row, before);
            row[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var cost = typed[i - 1] == word[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }
        }

        return row;
    }
}
