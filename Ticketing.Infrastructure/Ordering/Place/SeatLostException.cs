using Ticketing.Infrastructure.Batching;

namespace Ticketing.Infrastructure.Ordering.Place;

/// <summary>
/// A hold lost a seat between the judgement and the writing of its order. Fails the whole wave, which is then retried in halves;
/// see <see cref="BatchWave{TWork,TOutcome}"/>.
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
