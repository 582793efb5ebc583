using Ticketing.Infrastructure.Batching;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// A hold that was judged to last has lost a seat before its order was written. One of several in a transaction fails them all, and they
/// are tried again in halves; see <see cref="BatchWave{TWork,TOutcome}"/>.
/// </summary>
internal sealed class SeatLostException : Exception
{
    public SeatLostException()
    {
    }

    public SeatLostException(string message) : base(message)
    {
    }

    public SeatLostException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
