using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Storage;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Catalog.Pictures;

/// <summary>Which pictures are removed, and when.</summary>
public sealed class PictureSweepTests(TestServers servers) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 3, 1, 2, 0, 0, TimeSpan.Zero));
    private readonly Drafts _drafts = new();
    private TestDatabase _database = null!;
    private IObjectStore _store = null!;
    private Guid _organization;
    private Guid _event;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        _store = new LocalObjectStore(_database.ObjectsDirectory);
        await TestSale.CreateAsync(_database.DataSource);
        _organization = await _database.ScalarAsync<Guid>("select id from organizations");
        _event = await _database.ScalarAsync<Guid>("select id from events");
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Picture_UnusedForSevenDays_IsRemovedWithItsFiles()
    {
        var picture = await AddAsync();
        var sweep = Sweep(_drafts);

        _time.Advance(TimeSpan.FromDays(6.9));
        Assert.Equal(0, await sweep.SweepOnceAsync(Stop));
        Assert.Equal(4, await FilesAsync(picture));

        _time.Advance(TimeSpan.FromDays(0.2));
        Assert.Equal(1, await sweep.SweepOnceAsync(Stop));
        Assert.Equal(0, await FilesAsync(picture));
        Assert.Null(await StatusAsync(picture));
    }

    [Fact]
    public async Task Pictures_OfEventsAndDrafts_Stay()
    {
        var (shown, drafted, unused) = (await AddAsync(), await AddAsync(), await AddAsync());
        await _database.ExecuteAsync("update events set picture = $2 where id = $1", _event, shown);
        _drafts.Used.Add(drafted);
        var sweep = Sweep(_drafts);

        for (var night = 0; night < 30; night++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            await sweep.SweepOnceAsync(Stop);
        }

        Assert.Equal(("ready", "ready", (string?)null), (await StatusAsync(shown), await StatusAsync(drafted), await StatusAsync(unused)));
        Assert.Equal((4, 4, 0), (await FilesAsync(shown), await FilesAsync(drafted), await FilesAsync(unused)));
    }

    // Seven days count from the night on which it was first found unused.
    [Fact]
    public async Task Picture_NoLongerUsed_StaysForSevenDaysMore()
    {
        var picture = await AddAsync();
        _drafts.Used.Add(picture);
        var sweep = Sweep(_drafts);
        _time.Advance(TimeSpan.FromDays(20));
        await sweep.SweepOnceAsync(Stop);

        _drafts.Used.Clear();
        foreach (var _ in Enumerable.Range(0, 7))
        {
            _time.Advance(TimeSpan.FromDays(1));
            Assert.Equal(0, await sweep.SweepOnceAsync(Stop));
        }

        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await sweep.SweepOnceAsync(Stop));
    }

    // A draft asks first (ExistsAsync) and refers to it then: a pass in between must not remove it.
    [Fact]
    public async Task Picture_TakenDuringThePass_Stays()
    {
        var picture = await AddAsync();
        _time.Advance(TimeSpan.FromDays(8));
        _drafts.Asked = () => _database.ExecuteAsync("update pictures set unused_since = null where id = $1", picture);

        Assert.Equal(0, await Sweep(_drafts).SweepOnceAsync(Stop));

        Assert.Equal(("ready", 4), (await StatusAsync(picture), await FilesAsync(picture)));
    }

    [Fact]
    public async Task Pictures_WithoutAFeatureOfDrafts_AllStay()
    {
        var picture = await AddAsync();
        _time.Advance(TimeSpan.FromDays(365));

        Assert.Equal(0, await Sweep().SweepOnceAsync(Stop));

        Assert.Equal("ready", await StatusAsync(picture));
    }

    [Fact]
    public async Task Picture_NamedByOneOfSeveralFeatures_Stays()
    {
        var picture = await AddAsync();
        _time.Advance(TimeSpan.FromDays(8));
        _drafts.Used.Add(picture);

        Assert.Equal(0, await Sweep(new Drafts(), _drafts).SweepOnceAsync(Stop));
    }

    [Theory]
    [InlineData("writing", 0.5, true)]
    [InlineData("writing", 1.5, false)]
    [InlineData("removing", 0.0, false)]
    public async Task Picture_OfAnInterruptedUploadOrPass_IsRemoved(string status, double hours, bool stays)
    {
        var picture = await AddAsync(status);
        _time.Advance(TimeSpan.FromHours(hours));

        await Sweep(_drafts).SweepOnceAsync(Stop);

        Assert.Equal(stays, await StatusAsync(picture) is not null);
        Assert.Equal(stays ? 4 : 0, await FilesAsync(picture));
    }

    [Fact]
    public async Task Pass_DuringAnOutageOfTheStore_IsCompletedByTheNext()
    {
        var picture = await AddAsync();
        _time.Advance(TimeSpan.FromDays(8));
        var failing = new PictureSweep(_database.Contexts, new FailingStore(), [_drafts], _time, NullLogger<PictureSweep>.Instance);

        await Assert.ThrowsAsync<ObjectStoreException>(() => failing.SweepOnceAsync(Stop));
        Assert.Equal("removing", await StatusAsync(picture));

        Assert.Equal(1, await Sweep(_drafts).SweepOnceAsync(Stop));
        Assert.Equal(((string?)null, 0), (await StatusAsync(picture), await FilesAsync(picture)));
    }

    [Fact]
    public async Task Pages_OfManyPictures_AreAllLookedAt()
    {
        await _database.ExecuteAsync(
            """
            insert into pictures (id, organization_id, width, height, status, created_at, unused_since)
            select gen_random_uuid(), $1, 800, 600, 'ready', $2, $2 from generate_series(1, 1203)
            """, _organization, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromDays(8));

        Assert.Equal(1203, await Sweep(_drafts).SweepOnceAsync(Stop));
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from pictures"));
    }

    private PictureSweep Sweep(params IPictureUses[] uses) => new(_database.Contexts, _store, uses, _time, NullLogger<PictureSweep>.Instance);

    private async Task<Guid> AddAsync(string status = "ready")
    {
        var id = Guid.NewGuid();
        await _database.ExecuteAsync(
            """
            insert into pictures (id, organization_id, width, height, status, created_at, unused_since)
            values ($1, $2, 800, 600, $3, $4, $4)
            """, id, _organization, status, _time.GetUtcNow());
        foreach (var file in PictureKeys.Files)
        {
            await _store.PutAsync(PictureKeys.Of(new OrganizationId(_organization), id, file), new byte[] { 1 }, Stop);
        }

        return id;
    }

    private async Task<int> FilesAsync(Guid picture)
    {
        var count = 0;
        foreach (var file in PictureKeys.Files)
        {
            count += await _store.ExistsAsync(PictureKeys.Of(new OrganizationId(_organization), picture, file), Stop) ? 1 : 0;
        }

        return count;
    }

    private Task<string?> StatusAsync(Guid picture) => _database.ScalarAsync<string>("select status from pictures where id = $1", picture);

    private sealed class Drafts : IPictureUses
    {
        public HashSet<Guid> Used { get; } = [];

        public Func<Task> Asked { get; set; } = () => Task.CompletedTask;

        public async Task<IReadOnlySet<Guid>> UsedAsync(IReadOnlyCollection<Guid> pictures, CancellationToken cancellationToken)
        {
            await Asked();
            return Used.Where(pictures.Contains).ToHashSet();
        }
    }

    private sealed class FailingStore : IObjectStore
    {
        public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new ObjectStoreException();

        public Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken) => throw new ObjectStoreException();

        public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => throw new ObjectStoreException();

        public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw new ObjectStoreException();
    }
}
