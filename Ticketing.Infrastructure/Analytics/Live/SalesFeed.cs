using System.Threading.Channels;
using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Analytics.Live;

/// <summary>
/// Notifies this instance's viewers of changed figures, on any instance. It has no figures: viewers read them, shared by all.
/// <code>
/// using var watch = feed.Watch(organization);
/// while (await watch.NextAsync(stop)) { /* read with Freshness.Since(feed.Version) */ }
/// </code>
/// </summary>
public sealed class SalesFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, List<SalesWatch>> _watches = [];
    private long _version;
    private bool _isLive;

    internal SalesFeed()
    {
    }

    /// <summary>Signals until now. Figures that were read after a signal contain its change.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Whether signals of other instances arrive at present.</summary>
    public bool IsLive => Volatile.Read(ref _isLive);

    /// <summary>The number of viewers.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _watches.Values.Sum(watches => watches.Count);
            }
        }
    }

    /// <summary>Signals for all events of an organization.</summary>
    public SalesWatch Watch(OrganizationId id) => Watch(id.Value);

    /// <summary>Signals for an event.</summary>
    public SalesWatch Watch(EventId id) => Watch(id.Value);

    internal void Signal(IReadOnlyList<SalesTopic> topics)
    {
        lock (_lock)
        {
            _version++;
            foreach (var topic in topics.SelectMany(topic => (Guid[])[topic.Organization, topic.Event]).Distinct())
            {
                _watches.GetValueOrDefault(topic)?.ForEach(watch => watch.Signal());
            }
        }
    }

    /// <summary>Signals may have been missed, or all figures have changed.</summary>
    internal void SignalAll()
    {
        lock (_lock)
        {
            _version++;
            foreach (var watches in _watches.Values)
            {
                watches.ForEach(watch => watch.Signal());
            }
        }
    }

    /// <summary>Viewers read again when it changes: they show it.</summary>
    internal void SetLive(bool isLive)
    {
        if (isLive != IsLive)
        {
            Volatile.Write(ref _isLive, isLive);
            SignalAll();
        }
    }

    internal void Remove(Guid topic, SalesWatch watch)
    {
        lock (_lock)
        {
            if (_watches.TryGetValue(topic, out var watches) && watches.Remove(watch) && watches.Count == 0)
            {
                _watches.Remove(topic);
            }
        }
    }

    private SalesWatch Watch(Guid topic)
    {
        var watch = new SalesWatch(this, topic);
        lock (_lock)
        {
            if (!_watches.TryGetValue(topic, out var watches))
            {
                _watches.Add(topic, watches = []);
            }

            watches.Add(watch);
        }

        // What the viewer read before may be older than the last change.
        watch.Signal();
        return watch;
    }
}

/// <summary>A viewer's subscription, for a single reader. The first signal is there at once; those that wait are one.</summary>
public sealed class SalesWatch : IDisposable
{
    private readonly SalesFeed _feed;
    private readonly Guid _topic;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal SalesWatch(SalesFeed feed, Guid topic) => (_feed, _topic) = (feed, topic);

    /// <summary>Waits for the next signal. False: it was disposed.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellationToken) =>
        await _signals.Reader.WaitToReadAsync(cancellationToken) && _signals.Reader.TryRead(out _);

    public void Dispose()
    {
        _feed.Remove(_topic, this);
        _signals.Writer.TryComplete();
    }

    internal void Signal() => _signals.Writer.TryWrite(true);
}
