using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Batching;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>The news that an order's money is there, on its way through a batch.</summary>
/// <param name="received">The event that brought it; null when the provider was asked.</param>
internal sealed class ConfirmationWork(PaymentIntent intent, PaymentEvent? received, long deadline) : IBatched
{
    public PaymentIntent Intent => intent;

    public PaymentEvent? Received => received;

    public long Deadline => deadline;

    public bool MayBeDone { get; set; }

    /// <summary>Whose order is confirmed now; null: nothing was changed, it has to be settled alone.</summary>
    public TaskCompletionSource<ConfirmedOrder?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Money is not turned away: alone it waits for a connection like everybody.
    public void AnswerBusy() => Answer.TrySetResult(null);

    public void Fail(Exception failure) => Answer.TrySetException(failure);
}
