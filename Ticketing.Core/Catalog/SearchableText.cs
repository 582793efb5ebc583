using System.Text;

namespace Ticketing.Core.Catalog;

/// <summary>An event's words, ready to be searched: lower case, without accents.</summary>
internal sealed class SearchableText
{
    private const int FuzzyLengthMin = 4;

    private readonly string[] _title;
    private readonly string[] _around;
    private readonly string[] _story;

    public SearchableText(CatalogEvent happening)
    {
        _title = Words(happening.Title);
        _around =
        [
            .. Words(happening.Category),
            .. Words(happening.Organizer.Name),
            .. happening.Performances.Select(performance => performance.Venue).Distinct().SelectMany(venue => Words($"{venue.Name} {venue.City}")),
        ];
        _story = Words($"{happening.Summary} {happening.Description}");
    }

    /// <summary>The first words of a text: letters and digits.</summary>
    public static string[] Words(string text, int countMax = int.MaxValue)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in Letters.Plain(text))
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(char.ToLowerInvariant(character));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return [.. words.Take(countMax)];
    }

    /// <summary>How well this answers the asked words; 0 when one of them is nowhere.</summary>
    public double Score(string[] asked)
    {
        double sum = 0;
        foreach (var word in asked)
        {
            var score = ScoreOf(word);
            if (score == 0)
            {
                return 0;
            }

            sum += score;
        }

        return sum;
    }

    private double ScoreOf(string word) =>
        Array.IndexOf(_title, word) >= 0 ? 10
        : Array.Exists(_title, candidate => candidate.StartsWith(word, StringComparison.Ordinal)) ? 8
        : Array.IndexOf(_around, word) >= 0 ? 7
        : Array.Exists(_around, candidate => candidate.StartsWith(word, StringComparison.Ordinal)) ? 5
        : Array.IndexOf(_story, word) >= 0 ? 3
        : word.Length < FuzzyLengthMin ? 0
        : Array.Exists(_title, candidate => IsMistyped(word, candidate)) ? 2
        : Array.Exists(_around, candidate => IsMistyped(word, candidate)) ? 1.5
        : Array.Exists(_story, candidate => candidate.StartsWith(word, StringComparison.Ordinal)) ? 1
        : 0;

    /// <summary>One letter added, lost, changed or swapped with its neighbour; the candidate may go on behind.</summary>
    private static bool IsMistyped(string typed, string candidate)
    {
        if (candidate.Length < typed.Length - 1)
        {
            return false;
        }

        var same = 0;
        while (same < typed.Length && same < candidate.Length && typed[same] == candidate[same])
        {
            same++;
        }

        return Follows(same + 1, same + 1) || Follows(same + 1, same) || Follows(same, same + 1)
            || (same + 1 < typed.Length && same + 1 < candidate.Length && typed[same] == candidate[same + 1] && typed[same + 1] == candidate[same] && Follows(same + 2, same + 2));

        bool Follows(int inTyped, int inCandidate) => inTyped <= typed.Length && inCandidate <= candidate.Length
            && candidate.AsSpan(inCandidate).StartsWith(typed.AsSpan(inTyped), StringComparison.Ordinal);
    }
}
