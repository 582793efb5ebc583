using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Search;

namespace Ticketing.Infrastructure.Catalog.Questions;

/// <summary>
/// Counts questions in memory, so that a search costs no write; <see cref="SearchLogWorker"/> writes the counts. A crash loses the last
/// seconds. Nothing tells visitors apart; the words themselves are kept, a name that was typed for a week (<see cref="SearchLogRules"/>).
/// </summary>
public sealed class SearchLog
{
    // Between two writes. What a flood of different questions adds is of no use.
    private const int DifferentMax = 1_000;

    private readonly Lock _lock = new();
    private Dictionary<(string Query, bool IsFound), long> _counts = [];

    /// <summary>Counts a question, if it is one that is counted (<see cref="SearchLogRules"/>).</summary>
    public void Count(CatalogQuery query, CatalogAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(answer);
        var isFound = answer.Total > 0;
        if (!SearchLogRules.IsQuestion(query) || (!isFound && SearchLogRules.IsFiltered(query))
            || SearchLogRules.KeyOf(query.Text) is not { } key)
        {
            return;
        }

        lock (_lock)
        {
            if (_counts.Count < DifferentMax || _counts.ContainsKey((key, isFound)))
            {
                _counts[(key, isFound)] = _counts.GetValueOrDefault((key, isFound)) + 1;
            }
        }
    }

    /// <summary>Returns and clears the counts.</summary>
    internal IReadOnlyDictionary<(string Query, bool IsFound), long> Take()
    {
        lock (_lock)
        {
            var taken = _counts;
            _counts = [];
            return taken;
        }
    }

    /// <summary>Adds counts that could not be written.</summary>
    internal void GiveBack(IReadOnlyDictionary<(string Query, bool IsFound), long> counts)
    {
        lock (_lock)
        {
            foreach (var (key, count) in counts)
            {
                _counts[key] = _counts.GetValueOrDefault(key) + count;
            }
        }
    }
}
