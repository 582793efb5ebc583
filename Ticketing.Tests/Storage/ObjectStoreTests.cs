using System.Text;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.Tests.Storage;

/// <summary>The contract of <see cref="IObjectStore"/>, over every store.</summary>
public abstract class ObjectStoreTests : IAsyncLifetime
{
    private const string Key = "pictures/0199a0c0-0000-7000-8000-000000000001/0199a0c0-0000-7000-8000-000000000002/960.webp";

    private protected IObjectStore Store { get; set; } = null!;

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Object_Written_IsReadWithItsTypeAndLength()
    {
        var content = Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7)).ToArray();

        await Store.PutAsync(Key, content, Stop);

        await using var found = await Store.FindAsync(Key, Stop);
        Assert.Equal(("image/webp", content.Length), (found!.ContentType, (int)found.Length));
        Assert.Equal(content, await BytesAsync(found));
        Assert.True(await Store.ExistsAsync(Key, Stop));
    }

    [Fact]
    public async Task Object_WithoutContent_IsReadEmpty()
    {
        await Store.PutAsync("a.jpg", ReadOnlyMemory<byte>.Empty, Stop);

        await using var found = await Store.FindAsync("a.jpg", Stop);
        Assert.Equal(("image/jpeg", 0L), (found!.ContentType, found.Length));
        Assert.Empty(await BytesAsync(found));
    }

    [Fact]
    public async Task Object_WrittenAgain_IsReplaced()
    {
        await Store.PutAsync(Key, Encoding.UTF8.GetBytes("a longer first content"), Stop);
        await Store.PutAsync(Key, Encoding.UTF8.GetBytes("second"), Stop);

        await using var found = await Store.FindAsync(Key, Stop);
        Assert.Equal("second", Encoding.UTF8.GetString(await BytesAsync(found!)));
    }

    [Fact]
    public async Task Object_Unknown_IsNotFound()
    {
        Assert.Null(await Store.FindAsync(Key, Stop));
        Assert.False(await Store.ExistsAsync(Key, Stop));
        await Store.DeleteAsync(Key, Stop);
    }

    [Fact]
    public async Task Object_Deleted_IsNotFoundAndItsNeighbourIs()
    {
        const string neighbour = "pictures/0199a0c0-0000-7000-8000-000000000001/0199a0c0-0000-7000-8000-000000000002/480.webp";
        await Store.PutAsync(Key, new byte[] { 1 }, Stop);
        await Store.PutAsync(neighbour, new byte[] { 2 }, Stop);

        await Store.DeleteAsync(Key, Stop);

        Assert.Null(await Store.FindAsync(Key, Stop));
        Assert.False(await Store.ExistsAsync(Key, Stop));
        Assert.True(await Store.ExistsAsync(neighbour, Stop));
    }

    // A reader sees one of the contents, never a mixture.
    [Fact]
    public async Task Object_WrittenAndReadAtOnce_IsNeverMixed()
    {
        await Store.PutAsync(Key, Filled(0), Stop);
        var writers = Enumerable.Range(1, 4).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await Store.PutAsync(Key, Filled((byte)number), Stop);
            }
        })).ToList();
        do
        {
            await using var found = await Store.FindAsync(Key, Stop);
            var content = await BytesAsync(found!);
            Assert.Equal(100_000, content.Length);
            Assert.Single(content.Distinct());
        }
        while (!writers.TrueForAll(writer => writer.IsCompleted));
        await Task.WhenAll(writers);

        static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 100_000)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd.jpg")]
    [InlineData("../secret.jpg")]
    [InlineData("pictures/../../secret.jpg")]
    [InlineData("pictures/./a.jpg")]
    [InlineData("pictures//a.jpg")]
    [InlineData("pictures/.hidden.jpg")]
    [InlineData("pictures/a.jpg/")]
    [InlineData("pictures\\..\\a.jpg")]
    [InlineData("pictures/%2e%2e/a.jpg")]
    [InlineData("pictures/A.JPG")]
    [InlineData("pictures/a.jpg\n")]
    [InlineData("pictures/ä.jpg")]
    [InlineData("pictures/a.html")]
    [InlineData("pictures/a")]
    [InlineData("c:/a.jpg")]
    public async Task Key_NotValid_IsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutAsync(key, new byte[] { 1 }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.FindAsync(key, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ExistsAsync(key, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(key, Stop));
    }

    private static async Task<byte[]> BytesAsync(StoredObject found)
    {
        using var bytes = new MemoryStream();
        await found.Content.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}

/// <summary>The contract over a folder.</summary>
public sealed class LocalObjectStoreTests : ObjectStoreTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "ticketing-objects-" + Guid.NewGuid().ToString("N"));

    public override ValueTask InitializeAsync()
    {
        Store = new LocalObjectStore(_folder);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Files_AfterWriting_AreOnlyTheObjects()
    {
        await Store.PutAsync("pictures/a.webp", new byte[] { 1 }, Stop);
        await Store.PutAsync("pictures/a.webp", new byte[] { 2 }, Stop);

        Assert.Equal(
            [Path.Combine(_folder, "pictures", "a.webp")], Directory.EnumerateFiles(_folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
    }

    [Fact]
    public async Task Folder_ThatIsAFile_IsAnOutage()
    {
        var store = new LocalObjectStore("/dev/null/objects");

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync("a.jpg", new byte[] { 1 }, Stop));
    }
}

/// <summary>The contract over the S3 protocol, by Amazon's own client.</summary>
public sealed class S3ObjectStoreTests : ObjectStoreTests
{
    private StandInS3 _server = null!;
    private S3ObjectStore _store = null!;

    public override async ValueTask InitializeAsync()
    {
        _server = await StandInS3.StartAsync();
        Store = _store = new S3ObjectStore(_server.Options);
    }

    public override async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Requests_OfEachOperation_ArePathStyleAndOne()
    {
        await Store.PutAsync("pictures/a.webp", new byte[] { 1 }, Stop);
        await Store.ExistsAsync("pictures/a.webp", Stop);
        await using (await Store.FindAsync("pictures/a.webp", Stop))
        {
            Assert.Equal("image/webp", _server.Objects["/tickets/pictures/a.webp"].ContentType);
        }

        await Store.DeleteAsync("pictures/a.webp", Stop);

        Assert.Equal(["PUT", "HEAD", "GET", "DELETE"], _server.Methods);
        Assert.Empty(_server.Objects);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("access")]
    [InlineData("region")]
    public async Task Signature_WithAnotherKeyOrRegion_IsAnOutage(string wrong)
    {
        var options = _server.Options;
        (options.SecretKey, options.AccessKey, options.Region) = (
            wrong == "secret" ? "another" : options.SecretKey, wrong == "access" ? "AKIAOTHER" : options.AccessKey, wrong == "region" ? "us-east-1" : options.Region);
        using var store = new S3ObjectStore(options);

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.PutAsync("a.jpg", new byte[] { 1 }, Stop));
        await Assert.ThrowsAsync<ObjectStoreException>(() => store.FindAsync("a.jpg", Stop));
        Assert.Empty(_server.Objects);
    }

    // A missing bucket is a wrong configuration, not a missing object.
    [Fact]
    public async Task Bucket_Missing_IsAnOutage()
    {
        var options = _server.Options;
        options.Bucket = "nothing-like-it";
        using var store = new S3ObjectStore(options);

        await Assert.ThrowsAsync<ObjectStoreException>(() => store.FindAsync("a.jpg", Stop));
    }

    [Fact]
    public async Task Failure_OfOneRequest_IsRetried()
    {
        _server.FailNext(1);

        await Store.PutAsync("a.jpg", new byte[] { 1 }, Stop);

        Assert.Single(_server.Objects);
    }

    [Fact]
    public async Task Server_Unreachable_IsAnOutage()
    {
        await _server.DisposeAsync();

        await Assert.ThrowsAsync<ObjectStoreException>(() => Store.ExistsAsync("a.jpg", Stop));
    }
}
