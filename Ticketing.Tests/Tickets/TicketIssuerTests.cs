using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Tickets;

public sealed class TicketIssuerTests(TestServers servers) : IAsyncLifetime
{
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly PerformanceId _performance = PerformanceId.New();
    private readonly FakeTimeProvider _time = new(TestTimes.Start);
    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        // Drop the foreign key: the tests need no performances.
        await _database.ExecuteAsync("ALTER TABLE ticket_keys DROP CONSTRAINT fk_ticket_keys_performances_performance_id");
    }

    [Fact]
    public async Task Signer_OfAPerformance_SignsWhatItsPublicKeysVerify()
    {
        var issuer = Issuer();
        using var signer = await issuer.SignerAsync(_performance, Stop);
        var ticket = TicketId.New();

        Assert.Equal(ticket, (await VerifyAsync(issuer, signer.Sign(ticket))).Value);
    }

    [Fact]
    public async Task Signer_OnManyInstances_UsesOneKey()
    {
        var signers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Issuer().SignerAsync(_performance, Stop)));

        Assert.Single(signers.Select(signer => signer.KeyId).Distinct());
        Assert.Equal(1, await _database.ScalarAsync<long>("SELECT count(*) FROM ticket_keys"));
        Array.ForEach(signers, signer => signer.Dispose());
    }

    [Fact]
    public async Task Key_InTheDatabase_IsEncrypted()
    {
        var issuer = Issuer();
        using var signer = await issuer.SignerAsync(_performance, Stop);
        var stored = await _database.ScalarAsync<byte[]>("SELECT private_key FROM ticket_keys");

        using var key = System.Security.Cryptography.ECDsa.Create();
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => key.ImportPkcs8PrivateKey(stored, out _));
    }

    [Fact]
    public async Task Key_Retired_VerifiesOldTicketsAndSignsNone()
    {
        var issuer = Issuer();
        using var first = await issuer.SignerAsync(_performance, Stop);
        await issuer.RetireKeyAsync(_performance, Stop);
        using var second = await issuer.SignerAsync(_performance, Stop);

        Assert.NotEqual(first.KeyId, second.KeyId);
        Assert.True((await VerifyAsync(issuer, first.Sign(TicketId.New()))).Succeeded);
        Assert.True((await VerifyAsync(issuer, second.Sign(TicketId.New()))).Succeeded);
    }

    [Fact]
    public async Task Key_RetiredByAnotherInstance_IsReloaded()
    {
        var issuer = Issuer();
        using var first = await issuer.SignerAsync(_performance, Stop);
        await Issuer().RetireKeyAsync(_performance, Stop);
        _time.Advance(TimeSpan.FromMinutes(1));
        using var second = await issuer.SignerAsync(_performance, Stop);

        Assert.NotEqual(first.KeyId, second.KeyId);
    }

    [Fact]
    public async Task Key_Undecryptable_IsReplaced()
    {
        using var old = await Issuer().SignerAsync(_performance, Stop);
        var issuer = new TicketIssuer(_database.DataSource, new EphemeralDataProtectionProvider(), _time, NullLogger<TicketIssuer>.Instance);
        using var replaced = await issuer.SignerAsync(_performance, Stop);

        Assert.NotEqual(old.KeyId, replaced.KeyId);
        Assert.True((await VerifyAsync(issuer, old.Sign(TicketId.New()))).Succeeded);
    }

    [Fact]
    public async Task Keys_OfTwoPerformances_AreDifferent()
    {
        var issuer = Issuer();
        using var one = await issuer.SignerAsync(_performance, Stop);
        using var other = await issuer.SignerAsync(PerformanceId.New(), Stop);

        Assert.NotEqual(one.KeyId, other.KeyId);
        Assert.Equal(TicketCodeRefusal.OtherPerformance, (await VerifyAsync(issuer, other.Sign(TicketId.New()))).Refusal);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    private TicketIssuer Issuer() => new(_database.DataSource, _protection, _time, NullLogger<TicketIssuer>.Instance);

    private async Task<Outcome<TicketId, TicketCodeRefusal>> VerifyAsync(TicketIssuer issuer, TicketCode code)
    {
        using var verifier = new TicketVerifier(_performance, await issuer.PublicKeysAsync(_performance, Stop));
        return verifier.Verify(code.ToString());
    }
}
