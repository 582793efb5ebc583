namespace Ticketing.Load.Http;

/// <summary>
/// One user of the server, with a connection of its own: sends a request, gets the answer, sends the next. All of it runs on
/// the event loop's thread and must neither wait nor allocate.
/// </summary>
internal abstract class Client(int bodyBytesKept)
{
    /// <summary>Where the answer to the last request is read.</summary>
    public AnswerReader Answer { get; } = new(bodyBytesKept);

    /// <summary>The number of this client in its loop.</summary>
    public int Number { get; set; }

    /// <summary>A request is on its way.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>The connection speaks something else since an upgrade: what comes goes to <see cref="Received"/>.</summary>
    public bool IsUpgraded { get; protected set; }

    /// <summary>The loop has begun: time for the first request, where one is to be sent by itself.</summary>
    public abstract void Begin(EventLoop loop);

    /// <summary>An answer is there, in <see cref="Answer"/>.</summary>
    public abstract void Answered(EventLoop loop);

    /// <summary>Bytes of an upgraded connection, in whatever pieces they come; gone when this returns.</summary>
    public virtual void Received(EventLoop loop, ReadOnlySpan<byte> data) => throw new InvalidOperationException("This client has not upgraded.");

    /// <summary>The server has closed the connection; the loop has made a new one. Whatever was asked has no answer.</summary>
    public abstract void Broken(EventLoop loop, string reason);
}
