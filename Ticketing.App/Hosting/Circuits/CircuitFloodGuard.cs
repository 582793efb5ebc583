using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Ticketing.App.Hosting.Circuits;

/// <summary>
/// Limits the calls that a client makes into its circuit, whatever the component: events, calls from scripts, acknowledgements. Calls above
/// the rate wait their turn; a client that goes on flooding loses its circuit.
/// </summary>
internal sealed class CircuitFloodGuard : CircuitHandler, IDisposable
{
    /// <summary>A live map acknowledges up to ten frames a second; a person adds a few events.</summary>
    public const int CallsPerSecond = 50;

    public const int CallsBurst = 200;

    public const int CallsWaitingMax = 300;

    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = CallsBurst,
        TokensPerPeriod = CallsPerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = CallsWaitingMax,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            using var lease = await _limiter.AcquireAsync();
            if (!lease.IsAcquired)
            {
                throw new InvalidOperationException("The client floods its circuit.");
            }

            await next(context);
        };

    public void Dispose() => _limiter.Dispose();
}
