using System.Text;

namespace Ticketing.Core.Catalog;

/// <summary>An event's words for the search: lower case, without accents.</summary>
internal sealed class SearchableText
{
    private const int FuzzyLengthMin = 4;

    private readonly string[] _title;
    private readonly string[] _context;
    private readonly string[] _description;

    public SearchableText(CatalogEvent catalogEvent)
    {
        _title = Words(catalogEvent.Title);
        _context =
        [
            .. Words(catalogEvent.Category),
            .. Words(catalogEvent.Organizer.Name),
            .. catalogEvent.Performances.Select(performance => performance.Venue).Distinct()
                .SelectMany(venue => Words($"{venue.Name} {CityNames.ToSearch(venue.City)}")),
        ];
        _description = Words($"{catalogEvent.Summary} {catalogEvent.Description}");
    }

    /// <summary>Splits a text into words of letters and digits.</summary>
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

    /// <summary>The sum of the words' scores; 0 when a word does not match.</summary>
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
        : Array.IndexOf(_context, word) >= 0 ? 7
        : Array.Exists(_context, candidate => candidate.StartsWith(word, StringComparison.Ordinal)) ? 5
        : Array.IndexOf(_description, word) >= 0 ? 3
        : word.Length < FuzzyLengthMin ? 0
        : Array.Exists(_title, candidate => IsMistyped(word, candidate)) ? 2
        : Array.Exists(_context, candidate => IsMistyped(word, candidate)) ? 1.5
        : Array.Exists(_description, candidate => candidate.StartsWith(word, StringComparison.Ordinal)) ? 1
        : 0;

    /// <summary>Whether one letter of a prefix of the candidate was inserted, deleted, replaced or swapped with its neighbour.</summary>
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
            || (same + 1 < typed.Length && same + 1 < candidate.Length
                && typed[same] == candidate[same + 1] && typed[same + 1] == candidate[same] && Follows(same + 2, same + 2));

        bool Follows(int inTyped, int inCandidate) => inTyped <= typed.Length && inCandidate <= candidate.Length
            && candidate.AsSpan(inCandidate).StartsWith(typed.AsSpan(inTyped), StringComparison.Ordinal);
    }
}
