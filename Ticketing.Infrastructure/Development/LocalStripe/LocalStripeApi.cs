using System.Data;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Infrastructure.Development.LocalStripe.Browser;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>
/// The local provider: the part of Stripe's API that the shop uses, with test cards, idempotency, errors and events.
/// Stores its state in PostgreSQL's schema <c>local_stripe</c>, shared by all instances.
/// </summary>
public sealed class LocalStripeApi(
    NpgsqlDataSource database, LocalStripeAccount account, LocalStripeSignal signal, IOptions<PaymentsOptions> options, TimeProvider clock)
{
    private const int IdempotencyKeyCharsMax = 255;

    private delegate Task<StripeReply> Operation(LocalStripeUnit unit, StripeCall call, CancellationToken cancellationToken);

    /// <summary>Handles one call. Errors are replies in Stripe's format.</summary>
    internal async Task<StripeReply> HandleAsync(StripeCall call, CancellationToken cancellationToken)
    {
        try
        {
            call = call with { IsSecret = await IsSecretAsync(call.Key, cancellationToken) };
            var operation = Route(call);
            return call.Method == "POST" && call.IdempotencyKey is { } key
                ? await RunOnceAsync(operation, call, key, cancellationToken)
                : await RunAsync(call, async unit =>
                {
                    var reply = await operation(unit, call, cancellationToken);
                    await StripeLists.ExpandAsync(unit, call, reply.Body, cancellationToken);
                    return reply;
                }, cancellationToken);
        }
        catch (StripeProblem problem)
        {
            return new StripeReply(problem.Status, problem.ToJson());
        }
    }

    /// <summary>Runs one step of the bank's page, authorized by the intent's client secret instead of a key.</summary>
    internal async Task<Challenge> ChallengeAsync(StripeCall call, string intentId, CancellationToken cancellationToken)
    {
        Challenge? challenge = null;
        await RunAsync(call, async unit =>
        {
            challenge = await Challenge.StepAsync(
                unit, call, intentId, TimeSpan.FromSeconds(options.Value.Local.PaymentSettleSeconds), cancellationToken);
            return StripeReply.Ok(challenge.Intent);
        }, cancellationToken);
        return challenge!;
    }

    private Operation Route(StripeCall call)
    {
        var operation = PublicRoute(call);
        if (operation is null && !call.IsSecret)
        {
            throw StripeProblem.Forbidden("This API call cannot be made with a publishable API key. Please use a secret API key.");
        }

        return operation ?? SecretRoute(call)
            ?? throw StripeProblem.UnknownUrl(call.Method, string.Join('/', call.Path));
    }

    // Operations allowed with the publishable key.
    private static Operation? PublicRoute(StripeCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["payment_intents", var id]) => (unit, c, cancellationToken) => PaymentIntents.RetrieveAsync(unit, c, id, cancellationToken),
        ("POST", ["payment_intents", var id, "confirm"]) =>
            (unit, c, cancellationToken) => PaymentConfirmation.ConfirmAsync(unit, c, id, cancellationToken),
        ("POST", ["payment_methods"]) => (unit, c, _) => Task.FromResult(PaymentMethods.Create(unit, c)),
        _ => null,
    };

    private Operation? SecretRoute(StripeCall call) => (call.Method, call.Path) switch
    {
        ("POST", ["payment_intents"]) => PaymentIntents.CreateAsync,
        ("GET", ["payment_intents"]) => List("payment_intent"),
        ("POST", ["payment_intents", var id]) => (unit, c, cancellationToken) => PaymentIntents.UpdateAsync(unit, c, id, cancellationToken),
        ("POST", ["payment_intents", var id, "cancel"]) => (unit, c, cancellationToken) => PaymentIntents.CancelAsync(unit, c, id, cancellationToken),
        ("POST", ["payment_intents", var id, "capture"]) => (unit, c, cancellationToken) => Captures.CaptureAsync(unit, c, id, cancellationToken),
        ("GET", ["payment_methods", var id]) => Get("payment_method", id),
        ("GET", ["charges"]) => List("charge"),
        ("GET", ["charges", var id]) => Get("charge", id),
        ("GET", ["balance_transactions"]) => List("balance_transaction"),
        ("GET", ["balance_transactions", var id]) => Get("balance_transaction", id),
        ("POST", ["refunds"]) => (unit, c, cancellationToken) => Refunds.CreateAsync(unit, c, TimeSpan.FromSeconds(options.Value.Local.RefundSettleSeconds), cancellationToken),
        ("GET", ["refunds"]) => List("refund"),
        ("GET", ["refunds", var id]) => Get("refund", id),
        ("POST", ["refunds", var id]) => (unit, c, cancellationToken) => Refunds.UpdateAsync(unit, c, id, cancellationToken),
        ("GET", ["events"]) => List("event"),
        ("GET", ["events", var id]) => Get("event", id),
        ("GET", ["disputes"]) => List("dispute"),
        ("GET", ["disputes", var id]) => Get("dispute", id),
        ("POST", ["disputes", var id]) => (unit, c, cancellationToken) => Disputes.UpdateAsync(unit, c, id, cancellationToken),
        ("POST", ["disputes", var id, "close"]) => (unit, _, cancellationToken) => Disputes.CloseAsync(unit, id, cancellationToken),
        ("POST", ["webhook_endpoints"]) => WebhookEndpoints.CreateAsync,
        ("GET", ["webhook_endpoints"]) => async (unit, c, cancellationToken) => WebhookEndpoints.WithoutSecrets(await List("webhook_endpoint")(unit, c, cancellationToken)),
        ("GET", ["webhook_endpoints", var id]) => async (unit, c, cancellationToken) => WebhookEndpoints.WithoutSecrets(await Get("webhook_endpoint", id)(unit, c, cancellationToken)),
        ("DELETE", ["webhook_endpoints", var id]) => (unit, _, cancellationToken) => WebhookEndpoints.DeleteAsync(unit, id, cancellationToken),
        ("POST", ["test_helpers", "webhook_rules"]) => (unit, c, _) => Task.FromResult(WebhookRules.Set(unit, c)),
        _ => null,
    };

    private static Operation Get(string kind, string id) =>
        async (unit, _, cancellationToken) => StripeReply.Ok((await unit.GetAsync(kind, id, "id", cancellationToken)).Body);

    private static Operation List(string kind) => async (unit, call, cancellationToken) =>
    {
        var parent = call.Params["payment_intent"];
        if (parent is null && call.Params["charge"] is { } charge)
        {
            parent = (await unit.GetAsync("charge", charge, "charge", cancellationToken)).Parent;
        }

        return await StripeLists.ListAsync(unit, call, kind, parent, cancellationToken);
    };

    /// <summary>
    /// Stripe's idempotency (https://docs.stripe.com/api/idempotent_requests): stores the reply in the operation's transaction. An advisory
    /// lock refuses a concurrent call with the same key. Replies to invalid parameters are not stored.
    /// </summary>
    private async Task<StripeReply> RunOnceAsync(Operation operation, StripeCall call, string key, CancellationToken cancellationToken)
    {
        if (key.Length > IdempotencyKeyCharsMax)
        {
            throw StripeProblem.Invalid(null, $"Idempotency keys may be at most {IdempotencyKeyCharsMax} characters.");
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Method} {string.Join('/', call.Path)}\n{call.Params.Canonical()}"));
        return await RunAsync(call, async unit =>
        {
            // Two commands: the snapshot for the reply must be newer than the lock.
            await using (var take = unit.Command("SELECT pg_try_advisory_xact_lock(hashtextextended(@key, 7))"))
            {
                take.Parameters.Add(LocalStripeUnit.Text("key", key));
                if (!(bool)(await take.ExecuteScalarAsync(cancellationToken))!)
                {
                    throw StripeProblem.KeyInUse(key);
                }
            }

            if (await FindReplyAsync(unit, key, hash, cancellationToken) is { } earlier)
            {
                return earlier;
            }

            var reply = await operation(unit, call, cancellationToken);
            await StripeLists.ExpandAsync(unit, call, reply.Body, cancellationToken);
            unit.Queue(
                """
                INSERT INTO local_stripe.idempotency_keys (key, request_hash, status, body, created_at)
                VALUES (@key, @hash, @status, @body, @now)
                """,
                LocalStripeUnit.Text("key", key),
                new NpgsqlParameter<byte[]>("hash", hash),
                new NpgsqlParameter<short>("status", (short)reply.Status),
                LocalStripeUnit.Text("body", reply.Body.ToJsonString()),
                LocalStripeUnit.Time("now", unit.Now));
            return reply;
        }, cancellationToken);
    }

    private static async Task<StripeReply?> FindReplyAsync(
        LocalStripeUnit unit, string key, byte[] hash, CancellationToken cancellationToken)
    {
        await using var find = unit.Command("SELECT request_hash, status, body FROM local_stripe.idempotency_keys WHERE key = @key");
        find.Parameters.Add(LocalStripeUnit.Text("key", key));
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        return ((byte[])row["request_hash"]).AsSpan().SequenceEqual(hash)
            ? new StripeReply(row.GetInt16("status"), JsonNode.Parse(row.GetString("body"))!.AsObject()) { IsReplay = true }
            : throw StripeProblem.KeyReused(key);
    }

    private async Task<StripeReply> RunAsync(
        StripeCall call, Func<LocalStripeUnit, Task<StripeReply>> operation, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var unit = new LocalStripeUnit(transaction, clock.GetUtcNow(), call.RequestId, call.IdempotencyKey);
        var reply = await operation(unit);
        await unit.CommitAsync(cancellationToken);
        if (unit.HasEvents)
        {
            signal.Raise();
        }

        return reply;
    }

    private async Task<bool> IsSecretAsync(string? key, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(key))
        {
            throw StripeProblem.Unauthorized("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        }

        var keys = await account.GetKeysAsync(cancellationToken);
        if (Same(key, keys.SecretKey))
        {
            return true;
        }

        return Same(key, keys.PublishableKey)
            ? false
            : throw StripeProblem.Unauthorized($"Invalid API Key provided: {(key.Length > 12 ? string.Concat(key.AsSpan(0, 8), "****", key.AsSpan(key.Length - 4)) : "****")}");
    }

    private static bool Same(string given, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(right));
}
