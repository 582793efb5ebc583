using System.Diagnostics;
using System.Net;
using Ticketing.Load.Booking;
using Ticketing.Load.Http;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// The driver's own cost: the requests of <see cref="Bookings"/> against a process with constant responses. This CPU time is
/// missing from the measured application in other scenarios.
/// </summary>
internal sealed class Driver : IScenario
{
    private const int HallSeats = 20_000;

    public string Name => "driver";

    public string Summary => "the driver's own cost, against a server with constant responses";

    public bool IsInShortRound => false;

    public async Task<Figures> RunAsync(Options options, CancellationToken stop)
    {
        var seconds = options.Seconds ?? 5;
        var (server, address) = await TrivialServer.StartAsync(stop);
        try
        {
            return await MeasureAsync(options, server, address, seconds, stop);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync(CancellationToken.None);
            server.Dispose();
        }
    }

    private static async Task<Figures> MeasureAsync(Options options, Process server, IPEndPoint address, int seconds, CancellationToken stop)
    {
        var requests = new BookingRequests(
            new Hall(HallSeats), [Guid.CreateVersion7()], address, SeatSource.SeatsPerBooking, !options.WithoutKeys);
        var tally = new BookingTally(1, HallSeats);
        var stopSignal = new StopSignal();
        using var loop = new EventLoop(address);
        for (var i = 0; i < (options.Clients ?? 256); i++)
        {
            loop.Add(new BookingClient(requests, new SameSeats(), tally, stopSignal));
        }

        var running = loop.RunOnOwnThread(EventLoop.Until(stopSignal), stop);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(options.WarmUpSeconds ?? 2), stop);
            var (clock, first, cpu, collections) = (Stopwatch.StartNew(), loop.Sent, Cpu(server.Id), GC.CollectionCount(0));
            await Task.Delay(TimeSpan.FromSeconds(seconds), stop);
            return Report(clock.Elapsed.TotalSeconds, loop.Sent - first, cpu, Cpu(server.Id), GC.CollectionCount(0) - collections, tally);
        }
        finally
        {
            stopSignal.Set();
            await running;
        }
    }

    private static Figures Report(
        double seconds, long sent, (double Load, double Server) before, (double Load, double Server) after, int collections, BookingTally tally)
    {
        var (load, server) = (after.Load - before.Load, after.Server - before.Server);
        return new Figures()
            .Add("requestsPerSecond", sent / seconds)
            .Add("cpu.load", load / seconds, 2)
            .Add("cpu.server", server / seconds, 2)
            .Add("loadMicrosecondsPerRequest", load * 1e6 / sent, 2)
            .Add("loadMicrosecondsPerBooking", load * 2e6 / sent, 2)
            .Add("bookingP50Ms", tally.Bookings.Percentile(50), 2)
            .Add("bookingP99Ms", tally.Bookings.Percentile(99), 2)
            .AddFault("errors", tally.Errors)
            .Add("garbageCollections", collections);
    }

    // The server is a child process: its time is included there.
    private static (double Load, double Server) Cpu(int server)
    {
        var meter = new CpuMeter();
        return (meter.Seconds(Environment.ProcessId) - meter.Seconds(server), meter.Seconds(server));
    }

    private sealed class SameSeats : SeatSource
    {
        public override (int Performance, int Seat) Next() => (0, 0);
    }
}
