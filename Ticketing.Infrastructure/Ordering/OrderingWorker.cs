using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// What ordering does by the clock: orders expire, silent payments are asked about, refunds are sent. A pass that fails
/// is logged, and the next one tries again: what is due stays due.
/// </summary>
public sealed partial class OrderingWorker(
    EndUnpaidOrder endUnpaid, PaymentReconciler reconciler, MissedPaymentEvents missed, RefundSender refunds, TimeProvider time, ILogger<OrderingWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan ExpiryPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProviderPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MissedPause = TimeSpan.FromMinutes(1);

    // Expiry has a deadline on the buyers' screens; the provider may be slow. They do not wait for each other.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync("expire", ExpiryPause, endUnpaid.ExpireDueAsync, stoppingToken),
        RepeatAsync("reconcile", ProviderPause, reconciler.ReconcileDueAsync, stoppingToken),
        RepeatAsync("missed events", MissedPause, missed.TakeAsync, stoppingToken),
        RepeatAsync("refund", ProviderPause, refunds.SendOpenAsync, stoppingToken));

    private async Task RepeatAsync(string pass, TimeSpan pause, Func<CancellationToken, Task<int>> run, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, time);
        do
        {
            try
            {
                await run(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever fails must not end the passes.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPassFailed(exception, pass);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "The pass {Pass} failed; the next one tries again")]
    private partial void LogPassFailed(Exception exception, string pass);
}
