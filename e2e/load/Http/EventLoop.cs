using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ticketing.Load.Http;

/// <summary>
/// One thread that serves all clients: waits for any of their sockets, reads what came, and lets the client send its next
/// request. An answer costs one <c>recv</c>, one <c>send</c>, and its share of an <c>epoll_wait</c> that returns many at once.
/// </summary>
internal sealed unsafe class EventLoop : IDisposable
{
    /// <summary>The answer of a step that ends the loop.</summary>
    public const int Over = -1;

    private const int LookAgainMs = 20;
    private const int EventsMax = 512;
    private const int BufferBytes = 256 * 1024;

    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);

    private readonly IPEndPoint _server;
    private readonly List<Client> _clients = [];
    private readonly List<Socket> _sockets = [];
    private readonly List<int> _descriptors = [];
    private readonly int _epoll = Native.CreateEpoll();
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(BufferBytes);
    private readonly byte* _events = (byte*)NativeMemory.Alloc(EventsMax * 16);

    public EventLoop(IPEndPoint server) => _server = server;

    public IReadOnlyList<Client> Clients => _clients;

    /// <summary><see cref="Stopwatch"/> ticks when the present event was taken up.</summary>
    public long Now { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Clients whose answer has not come.</summary>
    public int Waiting { get; private set; }

    /// <summary>Requests sent in all.</summary>
    public long Sent { get; private set; }

    /// <summary>Connects one more client. While the loop runs, only its step may do so, and begins with it itself.</summary>
    public void Add(Client client)
    {
        client.Number = _clients.Count;
        _clients.Add(client);
        _sockets.Add(Connect(client.Number));
        _descriptors.Add((int)_sockets[^1].Handle);
    }

    /// <summary>As <see cref="Run"/>, on a thread of its own; the task ends with it, and has its exception.</summary>
    /// <param name="stop">Ends the loop at once, whatever the step says.</param>
    public Task RunOnOwnThread(Func<EventLoop, int> step, CancellationToken stop) => Task.Factory.StartNew(
        () => Run(loop => stop.IsCancellationRequested ? Over : step(loop)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Serves the clients on the calling thread until <see cref="Over"/>.</summary>
    /// <param name="step">Asked before each round: for how many milliseconds at most to wait for answers.</param>
    public void Run(Func<EventLoop, int> step)
    {
        Now = Stopwatch.GetTimestamp();
        foreach (var client in _clients)
        {
            client.Begin(this);
        }

        for (var patienceMs = step(this); patienceMs >= 0; patienceMs = step(this))
        {
            var count = Native.Wait(_epoll, _events, EventsMax, patienceMs);
            for (var i = 0; i < count; i++)
            {
                Now = Stopwatch.GetTimestamp();
                Receive(_clients[(int)*(long*)(_events + (i * Native.EventBytes) + Native.EventDataAt)]);
            }

            Now = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>
    /// The step of a loop whose clients go on by themselves: until the sign is up, and then until none waits any more. For a
    /// server that answers no more it does not wait forever.
    /// </summary>
    public static Func<EventLoop, int> Until(StopSign sign)
    {
        var raisedAt = 0L;
        return loop =>
        {
            if (!sign.IsUp)
            {
                return LookAgainMs;
            }

            raisedAt = raisedAt == 0 ? loop.Now : raisedAt;
            return loop.Waiting == 0 || Stopwatch.GetElapsedTime(raisedAt, loop.Now) > AnswerPatience ? Over : LookAgainMs;
        };
    }

    /// <summary>Sends a request. The socket of a client that waits for nothing has room for it.</summary>
    public void Send(Client client, ReadOnlySpan<byte> request)
    {
        Write(client, request);
        client.IsWaiting = true;
        Waiting++;
        Sent++;
    }

    /// <summary>Sends what has no answer of its own: messages of an upgraded connection, few and short enough for its buffer.</summary>
    public void Write(Client client, ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message)
        {
            var sent = Native.Send(_descriptors[client.Number], bytes, message.Length);
            if (sent != message.Length)
            {
                // A closed connection is noticed by its reader too, who makes a new one.
                if (sent >= 0 || Marshal.GetLastPInvokeError() == Native.TryAgain)
                {
                    throw new InvalidOperationException($"Of a message of {message.Length} bytes {sent} were taken.");
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

    private void Receive(Client client)
    {
        var count = Native.Receive(_descriptors[client.Number], _buffer, BufferBytes);
        if (count <= 0)
        {
            var error = count == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error is not (Native.TryAgain or Native.InterruptedCall))
            {
                Reconnect(client, error == 0 ? "closed" : $"error {error}");
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

        if (!data.IsEmpty || !client.IsWaiting)
        {
            throw new InvalidDataException("An answer came to a question that nobody asked.");
        }

        client.IsWaiting = false;
        Waiting--;
        client.Answered(this);
    }

    private void Reconnect(Client client, string reason)
    {
        _sockets[client.Number].Dispose();
        _sockets[client.Number] = Connect(client.Number);
        _descriptors[client.Number] = (int)_sockets[client.Number].Handle;
        client.Answer.Reset();
        if (client.IsWaiting)
        {
            client.IsWaiting = false;
            Waiting--;
        }

        client.Broken(this, reason);
    }

    private Socket Connect(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(_server);
        Native.Control(_epoll, Native.Add, (int)socket.Handle, number);
        return socket;
    }
}
