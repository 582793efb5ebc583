using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ticketing.Load.Http;

/// <summary>
/// Serves all clients on one thread: waits for their sockets with epoll, reads responses, and lets clients send. A response
/// costs one <c>recv</c>, one <c>send</c>, and a share of one <c>epoll_wait</c>.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    /// <summary>Result of a step that ends the loop.</summary>
    public const int Stop = -1;

    private const int PollMs = 20;
    private const int EventsMax = 512;
    private const int BufferBytes = 256 * 1024;

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    private readonly IPEndPoint[] _servers;
    private readonly List<Client> _clients = [];
    private readonly List<Socket> _sockets = [];
    private readonly List<int> _descriptors = [];
    private readonly int _epoll = Native.CreateEpoll();
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(BufferBytes);
    private readonly byte* _events = (byte*)NativeMemory.Alloc(EventsMax * 16);

    /// <param name="servers">Each client has one connection to each; <see cref="Client.Server"/> selects one.</param>
    public EventLoop(params IReadOnlyList<IPEndPoint> servers) => _servers = [.. servers];

    public IReadOnlyList<Client> Clients => _clients;

    /// <summary><see cref="Stopwatch"/> ticks at the start of the current event.</summary>
    public long Now { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Clients with a pending request.</summary>
    public int Waiting { get; private set; }

    /// <summary>Requests sent in total.</summary>
    public long Sent { get; private set; }

    /// <summary>Connects a client. While the loop runs, only its step may call this, and must begin the client itself.</summary>
    public void Add(Client client)
    {
        client.Number = _clients.Count;
        _clients.Add(client);
        for (var server = 0; server < _servers.Length; server++)
        {
            _sockets.Add(Connect(_sockets.Count));
            _descriptors.Add((int)_sockets[^1].Handle);
        }
    }

    /// <summary>Like <see cref="Run"/>, on a separate thread; the task carries its exception.</summary>
    /// <param name="stop">Ends the loop at once.</param>
    public Task RunOnOwnThread(Func<EventLoop, int> step, CancellationToken stop) => Task.Factory.StartNew(
        () => Run(loop => stop.IsCancellationRequested ? Stop : step(loop)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Serves the clients on the calling thread until <see cref="Stop"/>.</summary>
    /// <param name="step">Called before each wait; returns its timeout in milliseconds.</param>
    public void Run(Func<EventLoop, int> step)
    {
        Now = Stopwatch.GetTimestamp();
        foreach (var client in _clients)
        {
            client.Begin(this);
        }

        for (var timeoutMs = step(this); timeoutMs >= 0; timeoutMs = step(this))
        {
            var count = Native.Wait(_epoll, _events, EventsMax, timeoutMs);
            for (var i = 0; i < count; i++)
            {
                Now = Stopwatch.GetTimestamp();
                Receive((int)*(long*)(_events + (i * Native.EventBytes) + Native.EventDataAt));
            }

            Now = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>
    /// A step that runs until the stop signal and then until no request is pending, with a timeout for a server that stops
    /// responding.
    /// </summary>
    public static Func<EventLoop, int> Until(StopSignal stopSignal)
    {
        var raisedAt = 0L;
        return loop =>
        {
            if (!stopSignal.IsSet)
            {
                return PollMs;
            }

            raisedAt = raisedAt == 0 ? loop.Now : raisedAt;
            return loop.Waiting == 0 || Stopwatch.GetElapsedTime(raisedAt, loop.Now) > ResponseTimeout ? Stop : PollMs;
        };
    }

    /// <summary>Sends a request. The socket's buffer of an idle client has room for it.</summary>
    public void Send(Client client, ReadOnlySpan<byte> request)
    {
        Write(client, request);
        client.IsWaiting = true;
        Waiting++;
        Sent++;
    }

    /// <summary>Sends a message without a response on an upgraded connection; must fit its buffer.</summary>
    public void Write(Client client, ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message)
        {
            var sent = Native.Send(_descriptors[ConnectionOf(client)], bytes, message.Length);
            if (sent != message.Length)
            {
                // The reader also detects a closed connection and reconnects.
                if (sent >= 0 || Marshal.GetLastPInvokeError() == Native.TryAgain)
                {
                    throw new InvalidOperationException($"Only {sent} of {message.Length} bytes were sent.");
                }
            }
        }
    }

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        Native.CloseEpoll(_epoll);
        NativeMemory.Free(_buffer);
        NativeMemory.Free(_events);
    }

    private int ConnectionOf(Client client) => (client.Number * _servers.Length) + client.Server;

    private void Receive(int connection)
    {
        var client = _clients[connection / _servers.Length];
        var count = Native.Receive(_descriptors[connection], _buffer, BufferBytes);
        if (count <= 0)
        {
            var error = count == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error is not (Native.TryAgain or Native.InterruptedCall))
            {
                Reconnect(client, connection, error == 0 ? "closed" : $"error {error}");
            }

            return;
        }

        var data = new ReadOnlySpan<byte>(_buffer, count);
        if (client.IsUpgraded)
        {
            client.Received(this, data);
            return;
        }

        if (!client.Answer.Read(ref data))
        {
            return;
        }

        if (!data.IsEmpty || !client.IsWaiting || connection != ConnectionOf(client))
        {
            throw new InvalidDataException("A response arrived without a request.");
        }

        client.IsWaiting = false;
        Waiting--;
        client.Answered(this);
    }

    private void Reconnect(Client client, int connection, string reason)
    {
        _sockets[connection].Dispose();
        _sockets[connection] = Connect(connection);
        _descriptors[connection] = (int)_sockets[connection].Handle;
        if (!client.IsUpgraded && (!client.IsWaiting || connection != ConnectionOf(client)))
        {
            // A server may close an idle connection (RFC 9112, 9.5).
            return;
        }

        client.Answer.Reset();
        if (client.IsWaiting)
        {
            client.IsWaiting = false;
            Waiting--;
        }

        client.Broken(this, reason);
    }

    private Socket Connect(int connection)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(_servers[connection % _servers.Length]);
        Native.Control(_epoll, Native.Add, (int)socket.Handle, connection);
        return socket;
    }
}
