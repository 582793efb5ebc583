using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>
/// All circuits of one performance: opens the wanted number, a few concurrently, and keeps them alive. Used by the
/// event loop's thread; others set <see cref="Wanted"/> and read the counts.
/// </summary>
internal sealed class CircuitLoad
{
    /// <summary>Circuits opened concurrently.</summary>
    public const int AtOnce = 32;

    private const int ExamplesMax = 5;

    // The hub drops a client after 30 seconds of silence.
    private static readonly double TicksBetweenPings = 10.0 * Stopwatch.Frequency;

    private readonly List<Circuit> _circuits = [];
    private readonly Stack<PageReader> _free = new();
    private readonly byte[] _upgrade;
    private readonly byte[] _pageRequest;
    private volatile int _wanted;
    private volatile int _open;
    private volatile int _failed;
    private int _opening;
    private int _pinged;
    private double _pingsDue;
    private long _steppedAt;

    public CircuitLoad(IPEndPoint server, Guid performance, SeatUpdates updates)
    {
        Updates = updates;
        BaseAddress = $"http://{server}/";
        PageAddress = $"{BaseAddress}performances/{performance}";
        var browser = $"Host: {server}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nAccept-Language: en-US,en;q=0.5";
        _pageRequest = Encoding.ASCII.GetBytes($"GET /performances/{performance} HTTP/1.1\r\n{browser}\r\nAccept: text/html,application/xhtml+xml\r\n\r\n");
        _upgrade = Encoding.ASCII.GetBytes(
            $"GET /_blazor HTTP/1.1\r\n{browser}\r\nOrigin: http://{server}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n\r\n");
    }

    public SeatUpdates Updates { get; }

    public BlazorPackWriter Writer { get; } = new();

    public string BaseAddress { get; }

    public string PageAddress { get; }

    public ReadOnlySpan<byte> Upgrade => _upgrade;

    public ReadOnlySpan<byte> PageRequest => _pageRequest;

    public IReadOnlyList<Circuit> Circuits => _circuits;

    /// <summary>The number of circuits to open.</summary>
    public int Wanted
    {
        get => _wanted;
        set => _wanted = value;
    }

    /// <summary>Circuits whose map has received seats.</summary>
    public int Open => _open;

    public int Failures => _failed;

    public ConcurrentQueue<string> Examples { get; } = new();

    public void Free(PageReader reader) => _free.Push(reader);

    public void Opened(Circuit circuit)
    {
        Debug.Assert(circuit.IsOpen, "The circuit is not open.");
        _opening--;
        _open++;
    }

    public void Failed(Circuit circuit, string reason)
    {
        _failed++;
        _opening -= circuit.IsOpen ? 0 : 1;
        if (Examples.Count < ExamplesMax)
        {
            Examples.Enqueue(reason);
        }
    }

    /// <summary>Part of the loop's step: opens missing circuits and sends due pings.</summary>
    public void Step(EventLoop loop)
    {
        while (_circuits.Count < _wanted && _opening < AtOnce && _free.TryPop(out var reader))
        {
            var circuit = new Circuit(this);
            _circuits.Add(circuit);
            loop.Add(circuit);
            _opening++;
            reader.ReadFor(loop, circuit);
        }

        _pingsDue += _steppedAt == 0 ? 0 : _circuits.Count * (loop.Now - _steppedAt) / TicksBetweenPings;
        for (_steppedAt = loop.Now; _pingsDue >= 1; _pingsDue--)
        {
            var circuit = _circuits[_pinged++ % _circuits.Count];
            if (circuit is { IsOpen: true, IsBroken: false })
            {
                loop.Write(circuit, BlazorPackWriter.PingFrame);
            }
        }
    }
}
