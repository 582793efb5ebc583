using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

public sealed class SendOnceTests(TestServers servers) : IAsyncLifetime
{
    private readonly Guid _eventId = Guid.CreateVersion7();
    private TestDatabase _database = null!;
    private LocalMailbox _mailbox = null!;
    private LocalSmtpServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        _mailbox = new LocalMailbox(new TestContexts(_database), TimeProvider.System, NullLogger<LocalMailbox>.Instance);
        _server = new LocalSmtpServer(_mailbox, NullLogger<LocalSmtpServer>.Instance);
    }

    [Fact]
    public async Task Mail_EventDeliveredTwice_IsSentOnce()
    {
        await Sender().SendAsync(_eventId, Compose, Stop);
        await Sender().SendAsync(_eventId, Compose, Stop);

        Assert.Single(await _mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_OnTwoInstancesConcurrently_IsSentOnce()
    {
        var composing = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = Sender().SendAsync(_eventId, async _ =>
        {
            composing.SetResult();
            await goOn.Task;
            return Mail();
        }, Stop);
        await composing.Task;

        // The second fails at once; its job is retried later.
        await Assert.ThrowsAsync<InvalidOperationException>(() => Sender().SendAsync(_eventId, Compose, Stop));
        goOn.SetResult();
        await first;
        await Sender().SendAsync(_eventId, Compose, Stop);

        Assert.Single(await _mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_ComposeFailed_IsSentAtTheRetry()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Sender().SendAsync(_eventId, _ => throw new InvalidOperationException(), Stop));
        await Sender().SendAsync(_eventId, Compose, Stop);

        Assert.Single(await _mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_NullFromCompose_IsNotSent()
    {
        await Sender().SendAsync(_eventId, _ => Task.FromResult<Mail?>(null), Stop);

        Assert.Empty(await _mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_ToAnInvalidAddress_IsMarkedUndeliverable()
    {
        await Sender().SendAsync(_eventId, _ => Task.FromResult<Mail?>(Mail() with { To = "nobody" }), Stop);

        Assert.False(await _database.ScalarAsync<bool>("SELECT delivered FROM sent_mails WHERE event_id = $1 AND sent_at IS NOT NULL", _eventId));
        Assert.Equal(1, await _database.ScalarAsync<long>("SELECT count(*) FROM sent_mails WHERE sent_at IS NOT NULL"));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        _server.Dispose();
        await _database.DisposeAsync();
    }

    private static Task<Mail?> Compose(CancellationToken cancellationToken) => Task.FromResult<Mail?>(Mail());

    private static Mail Mail() => new("buyer@example.org", "Ada", null, "Hello", "<p>x</p>", "x", []);

    private SendOnce Sender() => new(
        _database.DataSource, LocalSmtpServerTests.SenderTo(_server), TimeProvider.System, NullLogger<SendOnce>.Instance);
}

/// <summary>Contexts on a test's database.</summary>
internal sealed class TestContexts(TestDatabase database) : IDbContextFactory<TicketingDbContext>
{
    public TicketingDbContext CreateDbContext() => new(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql(database.DataSource).Options);
}
