using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Analytics.Dashboards;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Analytics.Dashboards;
using Ticketing.Infrastructure.Analytics.Live;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Analytics.Dashboards;

/// <summary>A change of figures reaches viewers of every instance; viewers share what is read.</summary>
public sealed class SalesFeedTests(TestServers servers)
{
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sale_OnOneInstance_MovesTheFiguresOfBoth()
    {
        await using var shop = await Shop.OpenAsync(servers);
        await using var other = await TestApp.StartAsync(shop.Database);
        var organization = new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances"));
        var show = new EventId(await shop.Database.ScalarAsync<Guid>("select event_id from performances"));
        foreach (var services in new[] { shop.App.Services, other.Services })
        {
            await Eventually.TrueAsync(() => services.GetRequiredService<SalesFeed>().IsLive);
        }

        using var here = new Viewer(shop.App.Services, organization, show);
        using var there = new Viewer(other.Services, organization, show);
        await here.ReadUntilAsync(0);
        await there.ReadUntilAsync(0);

        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1));
        await shop.PayAsync(order);

        await here.ReadUntilAsync(2);
        await there.ReadUntilAsync(2);
    }

    [Fact]
    public async Task Signals_OfAnEvent_ReachItsViewersAndItsOrganizations()
    {
        var (feed, organization, show) = (new SalesFeed(), OrganizationId.New(), EventId.New());
        using var ofEvent = feed.Watch(show);
        using var ofOrganization = feed.Watch(organization);
        using var ofAnother = feed.Watch(EventId.New());
        foreach (var watch in new[] { ofEvent, ofOrganization, ofAnother })
        {
            // What was read before watching may be older than the last change.
            Assert.True(await watch.NextAsync(Stop));
        }

        feed.Signal([new SalesTopic(organization.Value, show.Value)]);
        feed.Signal([new SalesTopic(organization.Value, show.Value)]);

        Assert.True(await ofEvent.NextAsync(Stop));
        Assert.True(await ofOrganization.NextAsync(Stop));
        Assert.Equal(2, feed.Version);
        Assert.All(
            (Task<bool>[])[ofEvent.NextAsync(Stop).AsTask(), ofOrganization.NextAsync(Stop).AsTask(), ofAnother.NextAsync(Stop).AsTask()],
            next => Assert.False(next.IsCompleted));
    }

    [Fact]
    public async Task Watch_Disposed_Ends()
    {
        var feed = new SalesFeed();
        var watch = feed.Watch(EventId.New());
        await watch.NextAsync(Stop);
        var next = watch.NextAsync(Stop).AsTask();

        watch.Dispose();

        Assert.False(await next);
        Assert.Equal(0, feed.Count);
    }

    [Fact]
    public async Task Feed_WhoseStreamIsInterrupted_TellsItsViewers()
    {
        var feed = new SalesFeed();
        feed.SetLive(true);
        using var watch = feed.Watch(EventId.New());
        await watch.NextAsync(Stop);

        feed.SetLive(false);

        Assert.True(await watch.NextAsync(Stop));
        Assert.False(feed.IsLive);
    }

    [Fact]
    public async Task Reads_OfManyViewersAtOnce_AreOne()
    {
        var feed = new SalesFeed();
        var (reads, count) = (new SharedReads<int, string>(feed), 0);
        Task<string?> ReadAsync(Freshness freshness) => reads.ReadAsync(
            1, freshness, _ => Task.FromResult<string?>($"report {Interlocked.Increment(ref count)}"), Stop);

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => ReadAsync(Freshness.Usual))), report => Assert.Equal("report 1", report));

        // Two signals within the second after a read: one read, which contains both changes.
        feed.SignalAll();
        var begun = Environment.TickCount64;
        var first = Enumerable.Range(0, 250).Select(_ => ReadAsync(Freshness.Since(feed.Version))).ToList();
        feed.SignalAll();
        var second = Enumerable.Range(0, 250).Select(_ => ReadAsync(Freshness.Since(feed.Version))).ToList();
        Assert.All(await Task.WhenAll(first.Concat(second)), report => Assert.Equal("report 2", report));
        Assert.True(Environment.TickCount64 - begun > 500);
        Assert.Equal(2, count);

        // Nothing has changed since.
        Assert.Equal("report 2", await ReadAsync(Freshness.Since(feed.Version)));
    }

    [Fact]
    public async Task Reads_WhenOneViewerLeaves_GoOnForTheOthers()
    {
        var (reads, reading, release) = (new SharedReads<int, string>(new SalesFeed()), new TaskCompletionSource(), new TaskCompletionSource());
        using var leaves = new CancellationTokenSource();
        async Task<string?> ReadAsync(CancellationToken cancellationToken)
        {
            reading.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
            return "report";
        }

        var first = reads.ReadAsync(1, Freshness.Usual, ReadAsync, leaves.Token);
        await reading.Task.WaitAsync(HangTimeout, Stop);
        var second = reads.ReadAsync(1, Freshness.Usual, ReadAsync, Stop);
        await leaves.CancelAsync();
        release.SetResult();

        Assert.Equal("report", await second.WaitAsync(HangTimeout, Stop));
        Assert.Equal("report", await first.WaitAsync(HangTimeout, Stop));
    }

    [Fact]
    public void Message_Written_IsReadBack()
    {
        var (sender, topics) = (Guid.NewGuid(), new[] { new SalesTopic(Guid.NewGuid(), Guid.NewGuid()), new SalesTopic(Guid.NewGuid(), Guid.NewGuid()) });

        Assert.True(SalesMessage.TryRead(SalesMessage.Write(sender, topics), out var from, out var read));
        Assert.Equal(sender, from);
        Assert.Equal(topics, read);
        Assert.True(SalesMessage.TryRead(SalesMessage.Write(sender, []), out _, out var all));
        Assert.Empty(all);
        Assert.False(SalesMessage.TryRead(new byte[20], out _, out _));
    }

    [Fact]
    public void Changes_BeforeTheirCommit_AreNotDue()
    {
        var (changes, performance) = (new SalesChanges(), PerformanceId.New());
        changes.Note([performance]);
        Assert.Null(changes.Take());

        changes.Commit();
        var taken = changes.Take();
        Assert.Equal([performance], taken!);
        Assert.Null(changes.Take());

        changes.GiveBack(taken!);
        changes.CommitAll();
        Assert.Empty(changes.Take()!);
    }

    /// <summary>A viewer of one instance, as a circuit.</summary>
    private sealed class Viewer(IServiceProvider services, OrganizationId organization, EventId show) : IDisposable
    {
        private readonly SalesFeed _feed = services.GetRequiredService<SalesFeed>();
        private readonly SalesWatch _ofEvent = services.GetRequiredService<SalesFeed>().Watch(show);
        private readonly SalesWatch _ofOrganization = services.GetRequiredService<SalesFeed>().Watch(organization);

        /// <summary>Reads after each signal until both dashboards have that many seats. Nothing but signals makes it read.</summary>
        public async Task ReadUntilAsync(long seats)
        {
            using var timeout = new CancellationTokenSource(HangTimeout);
            for (var sold = -1L; sold != seats;)
            {
                await _ofOrganization.NextAsync(timeout.Token);
                var report = await services.GetRequiredService<ReadOrganizationDashboardHandler>().HandleAsync(
                    new ReadOrganizationDashboard(organization, BackOffice.Admin()), Freshness.Since(_feed.Version), timeout.Token);
                sold = report!.Performances[0].Sold;
            }

            for (var sold = -1L; sold != seats;)
            {
                await _ofEvent.NextAsync(timeout.Token);
                var report = await services.GetRequiredService<ReadEventDashboardHandler>().HandleAsync(
                    new ReadEventDashboard(show, null, null, DashboardRange.Hour, BackOffice.Admin()), Freshness.Since(_feed.Version),
                    timeout.Token);
                sold = report!.Sold;
            }
        }

        public void Dispose()
        {
            _ofEvent.Dispose();
            _ofOrganization.Dispose();
        }
    }
}
