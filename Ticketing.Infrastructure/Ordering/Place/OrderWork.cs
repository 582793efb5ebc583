using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Batching;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>One buyer's order on its way through a batch.</summary>
internal sealed class OrderWork(PlaceOrder command, long deadline) : IBatched
{
    public PlaceOrder Command => command;

    public string Email { get; } = BuyerLocks.EmailOf(command.Buyer);

    public long Deadline => deadline;

    public bool MayBeDone { get; set; }

    public TaskCompletionSource<OrderWorkAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AnswerBusy() => Answer.TrySetResult(OrderWorkAnswer.Refused(PlaceOrderRefusal.Busy));

    public void Fail(Exception failure) => Answer.TrySetException(failure);
}

/// <summary>What became of it: the order, or a refusal; neither: it has to be placed alone.</summary>
internal readonly record struct OrderWorkAnswer(Order? Order, PlaceOrderRefusal? Refusal)
{
    /// <summary>Not a new free order: it takes a transaction of its own.</summary>
    public static OrderWorkAnswer Alone => default;

    public static OrderWorkAnswer Placed(Order order) => new(order, null);

    public static OrderWorkAnswer Refused(PlaceOrderRefusal refusal) => new(null, refusal);
}

/// <summary>
/// Puts one buyer's orders in line, so that limits hold over all of them: advisory locks of the transaction, taken before any
/// row lock and in ascending order.
/// </summary>
internal static class BuyerLocks
{
    /// <summary>Takes <c>locks</c>, in their order.</summary>
    public static readonly SqlScript Script = SqlScript.Of("SELECT pg_advisory_xact_lock(k) FROM unnest(@locks) AS k");

    /// <summary>
    /// The address by which the buyer's orders are found; empty when no mail could be sent to it. The judge refuses it only after the
    /// database was asked, and PostgreSQL cannot store every character that a string can hold.
    /// </summary>
    public static string EmailOf(BuyerDetails buyer)
    {
        var email = EmailAddress.Normalize(buyer.Email);
        return EmailAddress.IsValid(email) ? email : "";
    }

    public static IEnumerable<long> Of(string emailNormalized, UserId? user) =>
        user is { } id ? [KeyOf(emailNormalized), KeyOf(id.ToString())] : [KeyOf(emailNormalized)];

    private static long KeyOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }
}
