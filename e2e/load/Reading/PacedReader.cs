using Ticketing.Load.Http;

namespace Ticketing.Load.Reading;

/// <summary>A connection that sends one request at a time for a <see cref="Pace"/>.</summary>
internal sealed class PacedReader(Pace pace) : Client(bodyBytesKept: 200)
{
    private const int Ok = 200;

    private long _dueAt;

    public override void Begin(EventLoop loop) => pace.Free(this);

    /// <param name="due">The due time, from which the latency counts.</param>
    public void Ask(EventLoop loop, ReadOnlySpan<byte> request, long due)
    {
        _dueAt = due;
        loop.Send(this, request);
    }

    public override void Answered(EventLoop loop)
    {
        pace.Answered(loop.Now - _dueAt, Answer.Status == Ok && Answer.BodyLength > 0 ? null : Answer);
        pace.Free(this);
    }

    public override void Broken(EventLoop loop, string reason)
    {
        pace.Answered(loop.Now - _dueAt, Answer);
        pace.Free(this);
    }
}
