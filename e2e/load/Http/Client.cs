namespace Ticketing.Load.Http;

/// <summary>
/// A client with its own connection to each server and one request at a time. Its methods run on the event loop's thread and
/// must neither block nor allocate.
/// </summary>
internal abstract class Client(int bodyBytesKept)
{
    /// <summary>Parser of the current response.</summary>
    public AnswerReader Answer { get; } = new(bodyBytesKept);

    /// <summary>The index of this client in its loop.</summary>
    public int Number { get; set; }

    /// <summary>The index of the server of the pending or next request. Not to be changed while a request is pending.</summary>
    public int Server { get; protected set; }

    /// <summary>A request is pending.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>The connection is upgraded: data goes to <see cref="Received"/>.</summary>
    public bool IsUpgraded { get; protected set; }

    /// <summary>Called at the loop's start; may send the first request.</summary>
    public abstract void Begin(EventLoop loop);

    /// <summary>A response is complete, in <see cref="Answer"/>.</summary>
    public abstract void Answered(EventLoop loop);

    /// <summary>Bytes of an upgraded connection, in pieces of any size; valid during the call.</summary>
    public virtual void Received(EventLoop loop, ReadOnlySpan<byte> data) => throw new InvalidOperationException("This client has not upgraded.");

    /// <summary>
    /// The connection of a pending request, or an upgraded one, was closed and replaced; the request has no response. Idle
    /// connections are replaced without a call.
    /// </summary>
    public abstract void Broken(EventLoop loop, string reason);
}
