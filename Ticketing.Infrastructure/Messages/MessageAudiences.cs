using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Ordering.End;

namespace Ticketing.Infrastructure.Messages;

/// <summary>
/// Finds the orders of an audience by the views of Ordering and Catalog: of each address the newest. Orders whose buyer was erased, or gave no address at the box office,
/// are none.
/// The caller has judged the organization.
/// </summary>
internal static class MessageAudiences
{
    // A seat that was refunded counts for orders that were refunded: theirs are all returned.
    private const string Matching =
        """
        FROM order_contacts AS o
        JOIN catalog_performances AS p ON p.id = o.performance_id
        WHERE o.organization_id = @organization AND o.paid_at IS NOT NULL AND o.email_normalized NOT IN ('', @erased)
          AND o.status = ANY(@statuses)
          AND (cardinality(@events) = 0 OR p.event_id = ANY(@events))
          AND (cardinality(@performances) = 0 OR o.performance_id = ANY(@performances))
          AND (cardinality(@tiers) = 0 OR EXISTS (
            SELECT 1 FROM order_tiers AS t
            WHERE t.order_id = o.id AND t.tier_name = ANY(@tiers) AND (t.live OR o.status IN ('refunded', 'cancelled'))))
        """;

    private const string Chosen = "SELECT DISTINCT ON (o.email_normalized) o.id\n" + Matching + "\nORDER BY o.email_normalized, o.id DESC";

    private static readonly SqlScript Count = SqlScript.Of("SELECT count(*) FROM (" + Chosen + ") AS chosen");

    private static readonly SqlScript Newest = SqlScript.Of("SELECT o.id\n" + Matching + "\nORDER BY o.id DESC LIMIT 1");

    private static readonly SqlScript Insert = SqlScript.Of(
        "INSERT INTO message_recipients (message_id, order_id, state, updated_at) SELECT @message, id, 'pending', @now FROM (" + Chosen + ") AS chosen");

    /// <summary>The number of mails.</summary>
    public static async Task<int> CountAsync(
        NpgsqlConnection connection, OrganizationId organization, MessageAudience audience, CancellationToken cancellationToken)
    {
        await using var command = With(Count.On(connection), organization, audience);
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The newest order; null: none matches.</summary>
    public static async Task<OrderId?> FindNewestAsync(
        NpgsqlConnection connection, OrganizationId organization, MessageAudience audience, CancellationToken cancellationToken)
    {
        await using var command = With(Newest.On(connection), organization, audience);
        return await command.ExecuteScalarAsync(cancellationToken) is Guid id ? new OrderId(id) : null;
    }

    /// <summary>Writes the recipients of a message, in the connection's transaction.</summary>
    /// <returns>Their number.</returns>
    public static async Task<int> FreezeAsync(
        NpgsqlConnection connection, BuyerMessage message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = With(Insert.On(connection), message.OrganizationId, MessageAudience.Read(message.Audience))
            .With("message", message.Id).With("now", now);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static SqlCommand With(SqlCommand command, OrganizationId organization, MessageAudience audience) => command
        .With("organization", organization.Value)
        .With("erased", ForgetBuyerHandler.ErasedEmail)
        .With("statuses", audience.Statuses.Select(status => status.ToWord()).ToArray())
        .With("events", audience.Event is { } id ? [id.Value] : Array.Empty<Guid>())
        .With("performances", audience.Performances.Select(performance => performance.Value).ToArray())
        .With("tiers", audience.Tiers.ToArray());
}
