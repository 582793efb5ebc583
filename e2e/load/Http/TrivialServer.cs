using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Ticketing.Load.Http;

/// <summary>
/// A process that answers every booking request with constant bytes in the application's response format, to measure the
/// driver's own cost.
/// </summary>
internal static class TrivialServer
{
    /// <summary>The first argument of such a process.</summary>
    public const string Argument = "serve-trivially";

    private const int BufferBytes = 64 * 1024;
    private const int EventsMax = 512;
    private const int PollMs = 100;

    private const string Head = """
        HTTP/1.1 201 Created
        Content-Type: application/json; charset=utf-8
        Date: Thu, 26 Nov 2026 10:00:00 GMT
        Location: /api/v1/orders/01234567-89ab-7def-8123-456789abcdef
        Content-Security-Policy: default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'
        X-Content-Type-Options: nosniff
        X-Frame-Options: DENY
        Referrer-Policy: strict-origin-when-cross-origin
        Permissions-Policy: accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()
        """;

    private const string Held = """
        {"id":"01234567-89ab-7def-8123-456789abcdef","secret":"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq","performanceId":"01234567-89ab-7def-8123-456789abcdef","expiresAt":"2026-11-26T10:10:00.000000+00:00","remainingSeconds":600,"canExtend":true,"seats":[{"index":12000,"label":"S12-A-1","tier":"Free","price":{"amount":0,"currency":"EUR"},"fee":{"amount":0,"currency":"EUR"}},{"index":12001,"label":"S12-A-2","tier":"Free","price":{"amount":0,"currency":"EUR"},"fee":{"amount":0,"currency":"EUR"}}],"total":{"amount":0,"currency":"EUR"}}
        """;

    private const string Ordered = """
        {"id":"01234567-89ab-7def-8123-456789abcdef","number":"T-7K3M9Q2X","token":"0123456789abcdef0123456789abcdef0123456789abcdef","status":"paid","total":{"amount":0,"currency":"EUR"},"expiresAt":"2026-11-26T10:10:00.000000+00:00","payment":null}
        """;

    /// <summary>Starts a server process; it ends when its standard input is closed.</summary>
    public static async Task<(Process Process, IPEndPoint Address)> StartAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(TrivialServer).Assembly.Location, Argument]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var port = int.Parse((await process.StandardOutput.ReadLineAsync(stop))!, CultureInfo.InvariantCulture);
        return (process, new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Serves until standard input is closed.</summary>
    public static void Serve()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture));

        var (epoll, stopSignal) = (Native.CreateEpoll(), new StopSignal());
        var serving = new Thread(() => Answer(epoll, stopSignal));
        serving.Start();
        new Thread(() => Accept(listener, epoll)) { IsBackground = true }.Start();
        while (Console.In.Read() >= 0)
        {
        }

        stopSignal.Set();
        serving.Join();
    }

    private static void Accept(Socket listener, int epoll)
    {
        List<Socket> open = [];
        while (true)
        {
            open.Add(listener.Accept());
            open[^1].NoDelay = true;
            Native.Control(epoll, Native.Add, (int)open[^1].Handle, (int)open[^1].Handle);
        }
    }

    private static unsafe void Answer(int epoll, StopSignal stopSignal)
    {
        var (held, ordered) = (Chunked(Held), Chunked(Ordered));
        var events = (byte*)NativeMemory.Alloc(EventsMax * 16);
        var buffer = (byte*)NativeMemory.Alloc(BufferBytes);
        while (!stopSignal.IsSet)
        {
            var count = Native.Wait(epoll, events, EventsMax, PollMs);
            for (var i = 0; i < count; i++)
            {
                var socket = (int)*(long*)(events + (i * Native.EventBytes) + Native.EventDataAt);
                var received = Native.Receive(socket, buffer, BufferBytes);
                if (received <= 0)
                {
                    Native.Control(epoll, Native.Delete, socket, 0);
                    continue;
                }

                var answer = new ReadOnlySpan<byte>(buffer, received).StartsWith("POST /api/v1/orders"u8) ? ordered : held;
                fixed (byte* bytes = answer)
                {
                    Native.Send(socket, bytes, answer.Length);
                }
            }
        }

        NativeMemory.Free(events);
        NativeMemory.Free(buffer);
        Native.CloseEpoll(epoll);
    }

    private static byte[] Chunked(string body)
    {
        var head = Head.ReplaceLineEndings("\r\n");
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{head}\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n"));
    }
}
