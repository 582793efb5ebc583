using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>A payment to import. <paramref name="Amount"/> is positive.</summary>
public sealed record ImportedPayment(OrderId Order, string OrderNumber, string Email, Money Amount, DateTimeOffset PaidAt);

/// <summary>
/// Imports settled payments of the demo: intent, charge and balance transaction at the local provider, and the shop's payment. They can be
/// refunded.
/// </summary>
public sealed class ImportedPayments(IOptions<PaymentsOptions> options)
{
    private const string CardAlias = "pm_card_visa";
    private const int CardExpiryMonth = 12;

    /// <summary>Writes by binary COPY in the caller's transaction. Does nothing if the provider is Stripe.</summary>
    public async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<ImportedPayment> payments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(payments);
        if (!options.Value.IsLocal || payments.Count == 0)
        {
            return;
        }

        var method = Method(payments.Max(payment => payment.PaidAt));
        var imported = payments.Select(payment => Create(payment, method)).ToList();
        await using (var copy = await connection.BeginBinaryImportAsync(
            "COPY local_stripe.resources (id, kind, parent, behavior, created_at, body) FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            await WriteAsync(copy, method, payments.Min(payment => payment.PaidAt), cancellationToken);
            foreach (var (payment, intent, charge) in imported)
            {
                await WriteAsync(copy, intent, payment.PaidAt, cancellationToken);
                await WriteAsync(
                    copy, BalanceTransactions.OfCharge(charge, payment.PaidAt.ToUnixTimeSeconds()), payment.PaidAt, cancellationToken);
                await WriteAsync(copy, charge, payment.PaidAt, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await WriteShopPaymentsAsync(connection, imported, cancellationToken);
    }

    private static StripeResource Method(DateTimeOffset at)
    {
        var card = TestCards.WithAlias(CardAlias)!;
        return new StripeResource(
            StripeShapes.PaymentMethod(card, CardExpiryMonth, at.Year + 1, StripeShapes.Billing(null, null), at.ToUnixTimeSeconds()),
            null, card.Behavior);
    }

    private static (ImportedPayment Payment, StripeResource Intent, StripeResource Charge) Create(
        ImportedPayment payment, StripeResource method)
    {
        Invariant.Holds(payment.Amount.Amount > 0);
        var amount = StripeAmount.ToStripe(payment.Amount);
        var at = payment.PaidAt.ToUnixTimeSeconds();
        var intent = new StripeResource(StripeShapes.Intent(StripeIds.New("pi"), amount, StripeAmount.CurrencyToStripe(payment.Amount), at));
        intent.Body["description"] = payment.OrderNumber;
        intent.Body["receipt_email"] = payment.Email;
        intent.Body["metadata"] = new JsonObject
        {
            [StripeObjects.OrderKey] = payment.Order.ToString(),
            [StripeObjects.OrderNumberKey] = payment.OrderNumber,
        };
        intent.Body["payment_method"] = method.Id;
        var charge = new StripeResource(ChargeShape.Of(intent, method, null, authenticated: false, at), intent.Id, method.Behavior);
        intent.Body["latest_charge"] = charge.Id;
        intent.Body["status"] = "succeeded";
        intent.Body["amount_received"] = amount;
        return (payment, intent, charge);
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, StripeResource resource, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(resource.Id, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(resource.Kind, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(resource.Parent, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(resource.Behavior?.ToString(), NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(at.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(resource.Body.ToJsonString(), NpgsqlDbType.Json, cancellationToken);
    }

    private static async Task WriteShopPaymentsAsync(
        NpgsqlConnection connection, List<(ImportedPayment Payment, StripeResource Intent, StripeResource Charge)> imported,
        CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            """
            COPY payments (id, order_id, provider, provider_payment_id, client_secret, amount, currency, status, created_at, updated_at)
            FROM STDIN (FORMAT BINARY)
            """, cancellationToken);
        foreach (var (payment, intent, _) in imported)
        {
            var at = payment.PaidAt.ToUniversalTime();
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(at), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(payment.Order.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(Payment.Stripe, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(intent.Id, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(intent.Text("client_secret"), NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(payment.Amount.Amount, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(payment.Amount.Currency, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync("succeeded", NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(at, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(at, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
