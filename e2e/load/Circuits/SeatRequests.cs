namespace Ticketing.Load.Circuits;

/// <summary>When a seat's hold, or its order, was sent, and when it was answered; 0: not yet.</summary>
internal sealed class SeatRequests(int seats)
{
    private readonly long[] _sent = new long[seats];
    private readonly long[] _answered = new long[seats];

    public void Sent(int firstSeat, int count, long now) => _sent.AsSpan(firstSeat, count).Fill(now);

    public void Answered(int firstSeat, int count, long now) => _answered.AsSpan(firstSeat, count).Fill(now);

    public long SentAt(int seat) => _sent[seat];

    public long AnsweredAt(int seat) => _answered[seat];
}
