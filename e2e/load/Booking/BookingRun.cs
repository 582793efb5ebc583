using System.Diagnostics;
using Ticketing.Load.Http;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Booking;

/// <summary>Results of the measured part of a run.</summary>
/// <param name="Seen">Results of all clients.</param>
/// <param name="Cpu">CPU seconds by process.</param>
internal sealed record BookingMeasure(double Seconds, BookingTally Seen, CpuSeconds Cpu)
{
    public double PerSecond => Seen.Bookings.Count / Seconds;

    /// <summary>CPU time per confirmed booking, microseconds.</summary>
    /// <param name="cpuSeconds">CPU seconds of the measured part, of any of the processes.</param>
    public double MicrosecondsEach(double cpuSeconds) => CpuSeconds.MicrosecondsEach(cpuSeconds, Seen.Bookings.Count);
}

/// <summary>Runs clients that book without pauses: a warm-up, then the measured part.</summary>
internal static class BookingRun
{
    /// <summary>
    /// Returns after the last response. <paramref name="tally"/> then has the whole run, including the warm-up.
    /// </summary>
    public static async Task<BookingMeasure> RunAsync(
        LoadStack stack, BookingRequests requests, SeatSource source, BookingTally tally, int clients, int warmUpSeconds, int seconds, CancellationToken stop)
    {
        using var loop = new EventLoop([.. stack.Apps.Select(app => app.Address)]);
        var stopSignal = new StopSignal();
        for (var i = 0; i < clients; i++)
        {
            loop.Add(new BookingClient(requests, source, tally, stopSignal, stack.Apps.Count));
        }

        var running = loop.RunOnOwnThread(EventLoop.Until(stopSignal), stop);
        try
        {
            return await WatchAsync(stack, tally, running, warmUpSeconds, seconds, stop);
        }
        finally
        {
            stopSignal.Set();
            await running;
            for (var unanswered = loop.Waiting; unanswered > 0 && !stop.IsCancellationRequested; unanswered--)
            {
                tally.Wrong("a request was not answered");
            }

            foreach (var example in tally.Examples)
            {
                Console.WriteLine("  wrong response: " + example);
            }
        }
    }

    private static async Task<BookingMeasure> WatchAsync(
        LoadStack stack, BookingTally tally, Task running, int warmUpSeconds, int seconds, CancellationToken stop)
    {
        var table = new Table("second", "bookings/s", "p50 ms", "p99 ms", "refused/s", "busy/s", "errors", "app", "postgres", "redis", "load", "others");
        var clock = Stopwatch.StartNew();
        var (last, lastCpu, lastAt) = (tally.Copy(), stack.Cpu(), clock.Elapsed.TotalSeconds);
        var (first, firstCpu, firstAt) = (last, lastCpu, lastAt);
        for (var second = 1; second <= warmUpSeconds + seconds; second++)
        {
            var pause = TimeSpan.FromSeconds(second) - clock.Elapsed;
            if (await Task.WhenAny(running, Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, stop)) == running)
            {
                // The loop ended before the stop signal: it has failed; rethrow.
                await running;
            }

            stop.ThrowIfCancellationRequested();

            var (now, cpu, at) = (tally.Copy(), stack.Cpu(), clock.Elapsed.TotalSeconds);
            var (seen, used, passed) = (now.Since(last), (cpu - lastCpu) / (at - lastAt), at - lastAt);
            table.Line(
                second <= warmUpSeconds ? $"({second})" : $"{second}", seen.Bookings.Count / passed, seen.Bookings.Percentile(50), seen.Bookings.Percentile(99),
                seen.Refusals.Count / passed, seen.Busy / passed, seen.Errors, used.App, used.Postgres, used.Redis, used.Load, used.Others);
            (last, lastCpu, lastAt) = (now, cpu, at);
            if (second == warmUpSeconds)
            {
                (first, firstCpu, firstAt) = (now, cpu, at);
            }
        }

        return new BookingMeasure(lastAt - firstAt, last.Since(first), lastCpu - firstCpu);
    }
}
