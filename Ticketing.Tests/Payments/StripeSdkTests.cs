using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Runs <c>e2e/stripe-sdk</c>: the official Node SDK against the local provider.</summary>
public sealed class StripeSdkTests(TestServers servers)
{
    [Fact]
    public async Task OfficialSdk_AgainstTheLocalProvider_Passes()
    {
        await using var database = await servers.CreateDatabaseAsync();
        await using var host = await LocalStripeHost.StartAsync(database);
        var keys = await host.KeysAsync();

        await NodePackage.TestAsync(
            "stripe-sdk", "stripe",
            ("STRIPE_API_BASE", host.BaseAddress.AbsoluteUri), ("STRIPE_SECRET_KEY", keys.SecretKey), ("STRIPE_PUBLISHABLE_KEY", keys.PublishableKey));
    }
}
