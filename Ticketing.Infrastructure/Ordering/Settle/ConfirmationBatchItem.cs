using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Batching;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>A succeeded payment as a batch item.</summary>
/// <param name="received">The event that reported it; null if the provider was queried.</param>
/// <param name="deadline">By <see cref="Environment.TickCount64"/>.</param>
internal sealed class ConfirmationBatchItem(PaymentIntent intent, PaymentEvent? received, long deadline) : IBatchItem
{
    public PaymentIntent Intent => intent;

    public PaymentEvent? Received => received;

    public long Deadline => deadline;

    public bool MayBeCommitted { get; set; }

    /// <summary>The confirmed order; null if nothing was changed and the payment needs a transaction of its own.</summary>
    public TaskCompletionSource<ConfirmedOrder?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A payment is never refused under overload: it falls back to a transaction of its own.
    public void AnswerBusy() => Answer.TrySetResult(null);

    public void Fail(Exception failure) => Answer.TrySetException(failure);
}
