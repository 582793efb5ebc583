using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Ordering.Bulk;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Notices;
using Ticketing.Infrastructure.Ordering.Settle;

namespace Ticketing.Infrastructure.Ordering;

/// <summary>
/// Periodic jobs: expires orders, reconciles pending payments, reads missed events, sends refunds, asks for cards, tells buyers
/// who paid after their date was cancelled, refunds the orders of cancelled dates. A failed pass is logged; the next pass retries the same rows.
/// </summary>
public sealed partial class OrderingWorker(
    EndUnpaidOrder endUnpaid, PaymentReconciler reconciler, MissedPaymentEvents missed, RefundSender refunds, CardReader cards,
    LateBuyerNotices notices, BulkRefundWork bulk, TimeProvider time, ILogger<OrderingWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan ExpiryPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProviderPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MissedPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan NoticePause = TimeSpan.FromMinutes(1);

    // Independent loops: a slow provider must not delay expiry, whose deadline buyers see.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync("expire", ExpiryPause, endUnpaid.ExpireDueAsync, stoppingToken),
        RepeatAsync("reconcile", ProviderPause, reconciler.ReconcileDueAsync, stoppingToken),
        RepeatAsync("missed events", MissedPause, missed.TakeAsync, stoppingToken),
        RepeatAsync("refund", ProviderPause, refunds.SendOpenAsync, stoppingToken),
        RepeatAsync("card", ProviderPause, cards.ReadSomeAsync, stoppingToken),
        RepeatAsync("late notice", NoticePause, notices.TellAsync, stoppingToken),
        RepeatAsync("bulk refund", BulkRefundWork.Pause, bulk.PassAsync, stoppingToken),
        RepeatAsync("late order of a bulk refund", NoticePause, bulk.AdoptLateAsync, stoppingToken));

    private async Task RepeatAsync(string pass, TimeSpan pause, Func<CancellationToken, Task<int>> run, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, time);
        do
        {
            try
            {
                await run(stoppingToken);
            }
#pragma warning disable CA1031 // A failed pass must not stop the loop.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogPassFailed(exception, pass);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "The pass {Pass} failed; the next one retries")]
    private partial void LogPassFailed(Exception exception, string pass);
}
