using Microsoft.AspNetCore.Components;
using Ticketing.App.Organizations;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Infrastructure.Data;

namespace Ticketing.App.Analytics.Organizer;

/// <summary>
/// Base of organizers' pages whose figures move by themselves: reads them again when a sale anywhere has changed them, and now and then, for
/// what only the clock changes.
/// </summary>
public abstract class FiguresPage : OrganizerPage
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TickAge = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan CallerAge = TimeSpan.FromSeconds(5);

    private SalesWatch? _watch;
    private Guid? _watched;
    private long _readCallerAt;
    private int _reads;
    private bool _isInteractive;

    [Inject]
    private SalesFeed Feed { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    /// <summary>Whether changes of other instances arrive.</summary>
    protected bool IsLive => Feed.IsLive;

    /// <summary>Whether the database did not answer at the last try: the figures are older.</summary>
    protected bool IsStale { get; private set; }

    /// <summary>What the page shows; null: it shows no figures.</summary>
    protected abstract Guid? Topic { get; }

    /// <summary>Subscribes to changes of <see cref="Topic"/>.</summary>
    protected abstract SalesWatch Watch(SalesFeed feed);

    /// <summary>
    /// Reads what the parameters ask for, as <see cref="OrganizerPage.Caller"/>, and returns what shows it. That is called unless another
    /// read has begun meanwhile: an older answer never replaces a newer one.
    /// </summary>
    protected abstract Task<Action> ReadAsync(Freshness freshness);

    protected override async Task LoadAsync()
    {
        _readCallerAt = Time.GetTimestamp();
        await ShowAsync(Freshness.Usual);
        Follow();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _isInteractive = true;
            Follow();
            Repeat(Time, TickInterval, () => RefreshAsync(Freshness.Within(TickAge)));
        }
    }

    protected override ValueTask ReleaseAsync()
    {
        _watch?.Dispose();
        return base.ReleaseAsync();
    }

    private async Task ShowAsync(Freshness freshness)
    {
        var read = ++_reads;
        var show = await ReadAsync(freshness);
        if (read == _reads)
        {
            show();
        }
    }

    // A prerendered page has no viewer.
    private void Follow()
    {
        if (_isInteractive && _watched != Topic)
        {
            _watch?.Dispose();
            (_watched, _watch) = (Topic, Topic is null ? null : Watch(Feed));
            if (_watch is not null)
            {
                Track(FollowAsync(_watch));
            }
        }
    }

    private async Task FollowAsync(SalesWatch watch)
    {
        while (await watch.NextAsync(Lifetime))
        {
            var freshness = Freshness.Since(Feed.Version);
            await InvokeAsync(() => RefreshAsync(freshness));
        }
    }

    // During an outage of the database the page stays up and says so.
    private async Task RefreshAsync(Freshness freshness)
    {
        if (Own is null || Topic is null)
        {
            return;
        }

        try
        {
            if (Time.GetElapsedTime(_readCallerAt) >= CallerAge)
            {
                // A circuit outlives a membership.
                _readCallerAt = Time.GetTimestamp();
                await ReadCallerAsync();
            }

            if (!May(Caller, Own.Id))
            {
                await ReloadAsync();
                StateHasChanged();
                return;
            }

            await ShowAsync(freshness);
            IsStale = false;
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            IsStale = true;
        }

        StateHasChanged();
    }
}
