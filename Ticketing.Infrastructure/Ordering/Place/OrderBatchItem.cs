using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>An order request as a batch item.</summary>
/// <param name="deadline">By <see cref="Environment.TickCount64"/>.</param>
internal sealed class OrderBatchItem(PlaceOrder command, long deadline) : IBatchItem
{
    public PlaceOrder Command => command;

    public string Email { get; } = BuyerLocks.EmailOf(command.Buyer);

    public long Deadline => deadline;

    public bool MayBeCommitted { get; set; }

    public TaskCompletionSource<OrderBatchResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AnswerBusy() => Answer.TrySetResult(OrderBatchResult.Refused(PlaceOrderRefusal.Busy));

    public void Fail(Exception failure) => Answer.TrySetException(failure);
}

/// <summary>Result of a batched order: the order or a refusal. Neither means that it needs a transaction of its own.</summary>
internal readonly record struct OrderBatchResult(Order? Order, PlaceOrderRefusal? Refusal)
{
    /// <summary>Not a new free order: needs a transaction of its own.</summary>
    public static OrderBatchResult Unbatched => default;

    public static OrderBatchResult Placed(Order order) => new(order, null);

    public static OrderBatchResult Refused(PlaceOrderRefusal refusal) => new(null, refusal);
}

/// <summary>
/// Transaction-level advisory locks that serialize the orders of one buyer, so that limits hold across them. Taken before any row lock,
/// in ascending order.
/// </summary>
internal static class BuyerLocks
{
    /// <summary>Takes <c>locks</c> in array order.</summary>
    public static readonly SqlScript Script = SqlScript.Of("SELECT pg_advisory_xact_lock(k) FROM unnest(@locks) AS k");

    /// <summary>
    /// The normalized address by which the buyer's orders are counted; empty if invalid. <see cref="OrderJudge"/> refuses an invalid
    /// address only after the query, and PostgreSQL rejects some characters of a .NET string.
    /// </summary>
    public static string EmailOf(BuyerDetails buyer) => EmailAddress.IsValid(buyer.Email) ? EmailAddress.Normalize(buyer.Email) : "";

    public static IEnumerable<long> Of(string emailNormalized, UserId? user) =>
        user is { } id ? [KeyOf(emailNormalized), KeyOf(id.ToString())] : [KeyOf(emailNormalized)];

    private static long KeyOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
