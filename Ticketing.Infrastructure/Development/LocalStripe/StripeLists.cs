using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

namespace Ticketing.Infrastructure.Development.LocalStripe;

/// <summary>Stripe's lists, newest first, with cursor pagination (https://docs.stripe.com/api/pagination), and expansion.</summary>
internal static class StripeLists
{
    private const int LimitMax = 100;
    private const int ExpandDepthMax = 4;
    private const int ExpandMax = 20;

    /// <param name="parent">Filters by this intent, if given.</param>
    public static async Task<StripeReply> ListAsync(
        LocalStripeUnit unit, StripeCall call, string kind, string? parent, CancellationToken cancellationToken)
    {
        var limit = call.Params.Integer("limit") ?? 10;
        if (limit is < 1 or > LimitMax)
        {
            throw StripeProblem.Invalid("limit", $"Invalid limit: must be between 1 and {LimitMax}.", "parameter_invalid_integer");
        }

        var backwards = call.Params["ending_before"] is not null;
        string[] types = [.. call.Params.List("types"), .. call.Params["type"] is { } type ? new[] { type } : []];
        await using var command = unit.Command(
            $"""
            SELECT body, parent, behavior FROM local_stripe.resources
            WHERE kind = @kind
              AND (@parent IS NULL OR parent = @parent)
              AND (@after IS NULL OR sequence < (SELECT sequence FROM local_stripe.resources WHERE id = @after))
              AND (@before IS NULL OR sequence > (SELECT sequence FROM local_stripe.resources WHERE id = @before))
              AND (@from IS NULL OR created_at >= to_timestamp(@from))
              AND (@until IS NULL OR created_at < to_timestamp(@until))
              AND (@source IS NULL OR body ->> 'source' = @source)
              AND (@currency IS NULL OR body ->> 'currency' = @currency)
              AND (cardinality(@types) = 0 OR body ->> 'type' = ANY (@types))
            ORDER BY sequence {(backwards ? "ASC" : "DESC")}
            LIMIT @limit
            """);
        Add(command, "kind", kind, NpgsqlDbType.Text);
        Add(command, "parent", parent, NpgsqlDbType.Text);
        Add(command, "after", call.Params["starting_after"], NpgsqlDbType.Text);
        Add(command, "before", call.Params["ending_before"], NpgsqlDbType.Text);
        Add(command, "from", call.Params.Moment("created[gte]") ?? call.Params.Moment("created[gt]") + 1 ?? call.Params.Moment("created"), NpgsqlDbType.Bigint);
        Add(command, "until", call.Params.Moment("created[lt]") ?? call.Params.Moment("created[lte]") + 1 ?? call.Params.Moment("created") + 1, NpgsqlDbType.Bigint);
        Add(command, "source", call.Params["source"], NpgsqlDbType.Text);
        Add(command, "currency", call.Params["currency"]?.ToLowerInvariant(), NpgsqlDbType.Text);
        Add(command, "types", types, NpgsqlDbType.Array | NpgsqlDbType.Text);
        Add(command, "limit", limit + 1, NpgsqlDbType.Bigint);

        var found = new List<JsonNode?>();
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                found.Add(LocalStripeUnit.Read(rows).Body);
            }
        }

        var page = found.Take((int)limit);
        return StripeReply.Ok(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. backwards ? page.Reverse() : page]),
            ["has_more"] = found.Count > limit,
            ["url"] = "/v1/" + string.Join('/', call.Path),
        });
    }

    /// <summary>Replaces the ids that <c>expand[]</c> names by their objects; <c>data.</c> stands for a list's items.</summary>
    public static async Task ExpandAsync(LocalStripeUnit unit, StripeCall call, JsonObject body, CancellationToken cancellationToken)
    {
        foreach (var path in call.Params.List("expand").Take(ExpandMax))
        {
            var names = path.Split('.');
            if (names.Length > ExpandDepthMax)
            {
                throw StripeProblem.Invalid("expand", $"You cannot expand more than {ExpandDepthMax} levels of a property.");
            }

            await ExpandAsync(unit, body, names, cancellationToken);
        }
    }

    private static async Task ExpandAsync(
        LocalStripeUnit unit, JsonObject body, ArraySegment<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return;
        }

        if (body[names[0]] is JsonArray items)
        {
            foreach (var item in items.OfType<JsonObject>())
            {
                await ExpandAsync(unit, item, names[1..], cancellationToken);
            }

            return;
        }

        if (body[names[0]] is JsonValue reference && reference.TryGetValue<string>(out var id) && KindOf(id) is { } kind
            && await unit.FindAsync(kind, id, cancellationToken) is { } resource)
        {
            body[names[0]] = resource.Body;
        }

        if (body[names[0]] is JsonObject inner)
        {
            await ExpandAsync(unit, inner, names[1..], cancellationToken);
        }
    }

    private static string? KindOf(string id) => id.Split('_')[0] switch
    {
        "pi" => "payment_intent",
        "ch" => "charge",
        "pm" => "payment_method",
        "re" => "refund",
        "dp" => "dispute",
        "txn" => "balance_transaction",
        _ => null,
    };

    private static void Add(NpgsqlCommand command, string name, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
}
