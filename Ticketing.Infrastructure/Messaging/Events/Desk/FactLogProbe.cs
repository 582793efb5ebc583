using Ticketing.Infrastructure.Messaging.Events.Log;

namespace Ticketing.Infrastructure.Messaging.Events.Desk;

/// <summary>Whether the log of facts is available.</summary>
public sealed class FactLogProbe
{
    private readonly IFactLog _log;

    internal FactLogProbe(IFactLog log) => _log = log;

    /// <returns>Null; in an outage, in which facts wait in the outbox, its cause.</returns>
    public async Task<Exception?> FindOutageAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _log.DescribeAsync(cancellationToken);
            return null;
        }
        catch (Exception outage) when (!cancellationToken.IsCancellationRequested && _log.IsOutage(outage))
        {
            return outage;
        }
    }
}
