using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

public sealed class SendOnceTests(TestServers servers) : IAsyncLifetime
{
    private readonly Guid eventId = Guid.CreateVersion7();
    private TestDatabase database = null!;
    private LocalMailbox mailbox = null!;
    private LocalSmtpServer server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await servers.CreateDatabaseAsync();
        mailbox = new LocalMailbox(new TestContexts(database), TimeProvider.System, NullLogger<LocalMailbox>.Instance);
        server = new LocalSmtpServer(mailbox, NullLogger<LocalSmtpServer>.Instance);
    }

    [Fact]
    public async Task Mail_ToldTwice_IsSentOnce()
    {
        await Sender().SendAsync(eventId, Compose, Stop);
        await Sender().SendAsync(eventId, Compose, Stop);

        Assert.Single(await mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_TwoInstancesAtOnce_IsSentOnce()
    {
        var composing = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var first = Sender().SendAsync(eventId, async _ =>
        {
            composing.SetResult();
            await goOn.Task;
            return Mail();
        }, Stop);
        await composing.Task;

        // The second one does not wait: it fails, and the outbox tells it again later.
        await Assert.ThrowsAsync<PostgresException>(() => Sender().SendAsync(eventId, Compose, Stop));
        goOn.SetResult();
        await first;
        await Sender().SendAsync(eventId, Compose, Stop);

        Assert.Single(await mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_FailedToCompose_IsSentAtTheNextTry()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Sender().SendAsync(eventId, _ => throw new InvalidOperationException(), Stop));
        await Sender().SendAsync(eventId, Compose, Stop);

        Assert.Single(await mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_NothingToTell_IsNotSent()
    {
        await Sender().SendAsync(eventId, _ => Task.FromResult<Mail?>(null), Stop);

        Assert.Empty(await mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Mail_ToAnAddressThatCannotBe_IsGivenUpAndRemembered()
    {
        await Sender().SendAsync(eventId, _ => Task.FromResult<Mail?>(Mail() with { To = "nobody" }), Stop);

        Assert.False(await database.ScalarAsync<bool>("SELECT delivered FROM sent_mails WHERE event_id = $1 AND sent_at IS NOT NULL", eventId));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM sent_mails WHERE sent_at IS NOT NULL"));
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(CancellationToken.None);
        server.Dispose();
        await database.DisposeAsync();
    }

    private static Task<Mail?> Compose(CancellationToken stop) => Task.FromResult<Mail?>(Mail());

    private static Mail Mail() => new("buyer@example.org", "Ada", null, "Hello", "<p>x</p>", "x", []);

    private SendOnce Sender() => new(
        database.DataSource, LocalSmtpServerTests.SenderTo(server), TimeProvider.System, NullLogger<SendOnce>.Instance);
}

/// <summary>Contexts on a test's database.</summary>
internal sealed class TestContexts(TestDatabase database) : IDbContextFactory<TicketingDbContext>
{
    public TicketingDbContext CreateDbContext() => new(new DbContextOptionsBuilder<TicketingDbContext>().UseNpgsql(database.DataSource).Options);
}
