using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using Ticketing.Load.Http;

namespace Ticketing.Load.Circuits;

/// <summary>
/// All who look at one performance's seats: opens as many circuits as are wanted, some at a time, and keeps them alive. Used by the
/// event loop's thread; others set <see cref="Wanted"/> and read the counts.
/// </summary>
internal sealed class CircuitCrowd
{
    /// <summary>So many are being opened at a time.</summary>
    public const int AtOnce = 32;

    private const int ExamplesMax = 5;

    // The hub drops a client that was silent for 30 seconds.
    private static readonly double TicksBetweenPings = 10.0 * Stopwatch.Frequency;

    private readonly List<Circuit> circuits = [];
    private readonly Stack<PageReader> free = new();
    private readonly byte[] upgrade;
    private readonly byte[] pageRequest;
    private volatile int wanted;
    private volatile int open;
    private volatile int failed;
    private int opening;
    private int pinged;
    private double pingsDue;
    private long steppedAt;

    public CircuitCrowd(IPEndPoint server, Guid performance, SeatNews news)
    {
        News = news;
        BaseAddress = $"http://{server}/";
        PageAddress = $"{BaseAddress}performances/{performance}";
        var browser = $"Host: {server}\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nAccept-Language: en-US,en;q=0.5";
        pageRequest = Encoding.ASCII.GetBytes($"GET /performances/{performance} HTTP/1.1\r\n{browser}\r\nAccept: text/html,application/xhtml+xml\r\n\r\n");
        upgrade = Encoding.ASCII.GetBytes(
            $"GET /_blazor HTTP/1.1\r\n{browser}\r\nOrigin: http://{server}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n\r\n");
    }

    public SeatNews News { get; }

    public BlazorPackWriter Writer { get; } = new();

    public string BaseAddress { get; }

    public string PageAddress { get; }

    public ReadOnlySpan<byte> Upgrade => upgrade;

    public ReadOnlySpan<byte> PageRequest => pageRequest;

    public IReadOnlyList<Circuit> Circuits => circuits;

    /// <summary>How many circuits there shall be.</summary>
    public int Wanted
    {
        get => wanted;
        set => wanted = value;
    }

    /// <summary>Circuits whose map shows seats.</summary>
    public int Open => open;

    public int Failures => failed;

    public ConcurrentQueue<string> Examples { get; } = new();

    public void Free(PageReader reader) => free.Push(reader);

    public void Opened(Circuit circuit)
    {
        Debug.Assert(circuit.IsOpen, "Only what is open has opened.");
        opening--;
        open++;
    }

    public void Failed(Circuit circuit, string reason)
    {
        failed++;
        opening -= circuit.IsOpen ? 0 : 1;
        if (Examples.Count < ExamplesMax)
        {
            Examples.Enqueue(reason);
        }
    }

    /// <summary>A part of the loop's step: opens what is wanted, and lets the hub know of those who are silent.</summary>
    public void Step(EventLoop loop)
    {
        while (circuits.Count < wanted && opening < AtOnce && free.TryPop(out var reader))
        {
            var circuit = new Circuit(this);
            circuits.Add(circuit);
            loop.Add(circuit);
            opening++;
            reader.ReadFor(loop, circuit);
        }

        pingsDue += steppedAt == 0 ? 0 : circuits.Count * (loop.Now - steppedAt) / TicksBetweenPings;
        for (steppedAt = loop.Now; pingsDue >= 1; pingsDue--)
        {
            var circuit = circuits[pinged++ % circuits.Count];
            if (circuit is { IsOpen: true, IsBroken: false })
            {
                loop.Write(circuit, BlazorPackWriter.PingFrame);
            }
        }
    }
}
