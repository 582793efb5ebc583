using Ticketing.Core.Payments;

namespace Ticketing.Infrastructure.Ordering.Settle;

/// <summary>
/// Reads a payment's refunds at the provider before money is given back, because the event of a refund made there may be late or lost.
/// </summary>
public sealed class ProviderRefunds(IPaymentProvider provider)
{
    // Somebody waits for the answer. Without it the refund is decided by what is known; the provider refuses what it can't pay.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <returns>Null if the provider does not answer in time.</returns>
    public async Task<PaymentRefundList?> ListAsync(string intent, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            var listed = await provider.ListRefundsAsync(intent, timeout.Token);
            return listed.Succeeded ? listed.Value : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
