namespace Ticketing.Infrastructure.Analytics.Views;

/// <summary>
/// Counts views of events' pages in memory, so that a view costs no query; <see cref="EventViewsWorker"/> writes the counts. A crash loses
/// the views of the last seconds. A visitor counts once in half an hour for an event.
/// </summary>
public sealed class EventViews(TimeProvider time)
{
    // About 20 MB. Beyond it the oldest visitors are forgotten early and may count again.
    private const int RememberedMax = 400_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private HashSet<(int Visitor, int Slug)> _seen = [];
    private HashSet<(int Visitor, int Slug)> _seenBefore = [];
    private Dictionary<string, long> _counts = [];
    private DateTimeOffset _turnAt = time.GetUtcNow() + Window;

    /// <summary>Counts a view, unless the visitor has just been counted.</summary>
    /// <param name="slug">The event's name in addresses; unknown ones are dropped when the counts are written.</param>
    /// <param name="visitor">A hash of what tells visitors apart.</param>
    public void Count(string slug, int visitor)
    {
        ArgumentNullException.ThrowIfNull(slug);
        var key = (visitor, slug.GetHashCode(StringComparison.Ordinal));
        lock (_lock)
        {
            Turn();
            if (_seenBefore.Contains(key) || !_seen.Add(key))
            {
                return;
            }

            _counts[slug] = _counts.GetValueOrDefault(slug) + 1;
        }
    }

    /// <summary>Returns and clears the counts by slug.</summary>
    internal IReadOnlyDictionary<string, long> Take()
    {
        lock (_lock)
        {
            var taken = _counts;
            _counts = [];
            return taken;
        }
    }

    /// <summary>Adds counts that could not be written.</summary>
    internal void GiveBack(IReadOnlyDictionary<string, long> counts)
    {
        lock (_lock)
        {
            foreach (var (slug, count) in counts)
            {
                _counts[slug] = _counts.GetValueOrDefault(slug) + count;
            }
        }
    }

    private void Turn()
    {
        var now = time.GetUtcNow();
        if (now >= _turnAt || _seen.Count >= RememberedMax)
        {
            (_seenBefore, _seen, _turnAt) = (now >= _turnAt + Window ? [] : _seen, [], now + Window);
        }
    }
}
