using System.Data;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>Reads the keys of the local provider's only account from the database, where all instances share them.</summary>
public sealed class LocalStripeAccount(NpgsqlDataSource database, IOptions<PaymentsOptions> options)
{
    private StripeKeys? _keys;

    public async ValueTask<StripeKeys> GetKeysAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref _keys) ?? await LoadAsync(cancellationToken);

    // Concurrent loads read the same row.
    private async Task<StripeKeys> LoadAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value.Local;
        await using var command = database.CreateCommand("SELECT secret_key, publishable_key, webhook_secret FROM local_stripe.account");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var keys = new StripeKeys(
            configured.SecretKey ?? row.GetString("secret_key"),
            configured.PublishableKey ?? row.GetString("publishable_key"),
            [configured.WebhookSecret ?? row.GetString("webhook_secret")]);
        Volatile.Write(ref _keys, keys);
        return keys;
    }
}
