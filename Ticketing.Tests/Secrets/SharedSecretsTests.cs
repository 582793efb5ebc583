using Microsoft.AspNetCore.DataProtection;
using Ticketing.Infrastructure.Secrets;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Secrets;

public sealed class SharedSecretsTests(TestServers servers)
{
    [Fact]
    public async Task Secret_MadeByManyAtOnce_IsOne()
    {
        await using var database = await servers.CreateDatabaseAsync();
        var protection = new EphemeralDataProtectionProvider();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => new SharedSecrets(database.DataSource, protection, TimeProvider.System).GetAsync("purpose").AsTask()));

        Assert.Single(made.Select(Convert.ToHexString).Distinct());
        Assert.Equal(32, made[0].Length);
    }

    [Fact]
    public async Task Secret_ReadWhilePostgresRestarts_IsAwaited()
    {
        await using var own = await OwnServers.StartAsync(redis: false);
        await using var source = await own.PostgresAsync();
        await using var table = source.CreateCommand("create table shared_secrets (name text primary key, value bytea not null, created_at timestamptz not null)");
        await table.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var secrets = new SharedSecrets(source, new EphemeralDataProtectionProvider(), TimeProvider.System);

        await own.RestartPostgresAsync();
        var secret = await secrets.GetAsync("purpose", TestContext.Current.CancellationToken);

        Assert.Equal(secret, await secrets.GetAsync("purpose", TestContext.Current.CancellationToken));
    }
}
