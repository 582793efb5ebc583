using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory.Api;

/// <summary>Seat states from this instance's memory. Each version is encoded once for all requests.</summary>
internal static class SeatEndpoints
{
    private const string Packed = "application/octet-stream";
    private const string EventStream = "text/event-stream";
    private const string LastEventId = "Last-Event-ID";

    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);
    private static readonly byte[] Heartbeat = Encoding.ASCII.GetBytes(": still here\n\n");
    private static readonly byte[] Greeting = Encoding.ASCII.GetBytes("retry: 2000\n\n");

    public static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> GetSeatsAsync(
        Guid id, HttpContext context, SeatFeed feed, SeatList list, SeatSaleReader sales, SellingFactsCache facts, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        if (await facts.GetAsync(performance, cancellationToken) is not { } selling
            || await feed.SnapshotAsync(performance, cancellationToken) is not { } snapshot)
        {
            return HoldProblems.NoPerformance();
        }

        var wantsPacked = context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType.Equals(Packed, StringComparison.OrdinalIgnoreCase));
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (wantsPacked)
        {
            return TypedResults.Bytes(snapshot.Bytes, Packed, entityTag: new EntityTagHeaderValue($"\"{snapshot.Id}-p\""));
        }

        IEnumerable<short> shown = selling.SellsByCode
            ? (await sales.ShownTiersAsync(performance, AccessCookie.Shown(context, performance), cancellationToken)).Keys
            : [];
        if (selling.SellsByCode)
        {
            context.Response.Headers.CacheControl = "private, no-cache";
        }

        var (bytes, version) = list.Encode(snapshot, selling, shown);
        return TypedResults.Bytes(bytes, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{snapshot.Id}-j{version}\""));
    }

    public static async Task<Results<EmptyHttpResult, ProblemHttpResult>> StreamAsync(
        Guid id, HttpContext context, SeatFeed feed, SellingFactsCache facts, CancellationToken cancellationToken)
    {
        var performance = new PerformanceId(id);
        var after = context.Request.Headers[LastEventId].ToString() is { Length: > 0 } last ? last : null;
        using var seats = await facts.GetAsync(performance, cancellationToken) is null ? null : await feed.SubscribeAsync(
            performance, after, cancellationToken: cancellationToken);
        if (seats is null)
        {
            return HoldProblems.NoPerformance();
        }

        var response = context.Response;
        response.ContentType = EventStream;
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.WriteAsync(Greeting, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        try
        {
            await SendAsync(seats, response.Body, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client disconnected, or the instance shuts down (OpenConnections).
        }

        return TypedResults.Empty;
    }

    private static async Task SendAsync(SeatSubscription seats, Stream body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = seats.ReadAsync(cancellationToken).AsTask();
            while (await Task.WhenAny(next, Task.Delay(HeartbeatEvery, cancellationToken)) != next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await body.WriteAsync(Heartbeat, cancellationToken);
                await body.FlushAsync(cancellationToken);
            }

            if (await next is not { } frame)
            {
                return;
            }

            await body.WriteAsync(frame.ServerSentEvent, cancellationToken);
            await body.FlushAsync(cancellationToken);
        }
    }
}
