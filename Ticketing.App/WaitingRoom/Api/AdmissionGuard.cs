using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>
/// Marks endpoints and pages that need an admission pass while the performance in the route (<c>id</c>) has a waiting room.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAdmissionAttribute : Attribute
{
    public static NeedsAdmissionAttribute Metadata { get; } = new();
}

/// <summary>
/// Checks admission passes in front of the seats: redirects pages to the queue, answers programs with 403; circuits call it themselves.
/// Without a room the cost is a dictionary lookup. A hold is its own admission: docs/decisions/0011-a-hold-is-an-admission.md.
/// </summary>
public sealed class AdmissionGuard(RoomBoard board, RoomKeyRing ring, TimeProvider time)
{
    /// <summary>Whether the request's visitor may access the seats.</summary>
    public async ValueTask<bool> IsAdmittedAsync(HttpContext context, PerformanceId performance) =>
        await AdmitAsync(context, performance) is not null;

    /// <summary>The admission of the request's visitor; null: refused.</summary>
    public ValueTask<Admission?> AdmitAsync(HttpContext context, PerformanceId performance) =>
        board.Find(performance) is { } room
            ? AdmitAsync(room, QueueVisitor.Pass(context, performance), QueueVisitor.Owners(context), context.RequestAborted)
            : new ValueTask<Admission?>(Admission.WithoutRoom);

    /// <summary>The same for a circuit, with the values that its page has passed.</summary>
    /// <param name="pass">The pass as text; null without one.</param>
    public ValueTask<Admission?> AdmitAsync(
        PerformanceId performance, string? pass, string buyerKey, UserId? user, CancellationToken cancellationToken)
    {
        if (board.Find(performance) is not { } room)
        {
            return new ValueTask<Admission?>(Admission.WithoutRoom);
        }

        var device = QueueOwner.OfDevice(buyerKey);
        return AdmitAsync(room, pass, user is { } account ? [QueueOwner.OfAccount(account), device] : [device], cancellationToken);
    }

    /// <summary>Until when a pass lets its visitor choose seats; null: there is no waiting room, or no valid pass.</summary>
    public async ValueTask<DateTimeOffset?> AdmittedUntilAsync(PerformanceId performance, string? pass, CancellationToken cancellationToken) =>
        board.Find(performance) is null ? null : AdmissionPass.Read(pass, await ring.GetAsync(cancellationToken))?.ExpiresAt;

    private async ValueTask<Admission?> AdmitAsync(RoomView room, string? pass, QueueOwner[] owners, CancellationToken cancellationToken) =>
        AdmissionPass.Read(pass, await ring.GetAsync(cancellationToken)) is { } read && room.Admits(read, owners, room.Now(time))
            ? new Admission(read.Place)
            : null;
}

/// <summary>Access to the seats of a performance.</summary>
/// <param name="Pass">The place of the admission pass; null: the performance has no waiting room.</param>
public readonly record struct Admission(long? Pass)
{
    public static readonly Admission WithoutRoom = new(null);
}

internal static class AdmissionGuarding
{
    /// <summary>Runs after authentication and the buyer's key, which identify the visitor.</summary>
    public static void UseAdmissionGuard(this WebApplication app)
    {
        var guard = app.Services.GetRequiredService<AdmissionGuard>();
        var board = app.Services.GetRequiredService<RoomBoard>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsAdmissionAttribute>() is null
                || !Guid.TryParse(context.GetRouteValue("id")?.ToString(), out var id))
            {
                await next(context);
                return;
            }

            if (await AdmitAsync(context, guard, board, new PerformanceId(id)))
            {
                await next(context);
            }
            else if (ErrorResponses.IsForPrograms(context.Request))
            {
                await Problem(new PerformanceId(id)).ExecuteAsync(context);
            }
            else
            {
                context.Response.Redirect(AppUrls.Queue(id));
            }
        });
    }

    /// <summary>Counts the visitor's arrival.</summary>
    /// <returns>Whether the visitor may access the seats.</returns>
    public static ValueTask<bool> AdmitAsync(HttpContext context, AdmissionGuard guard, RoomBoard board, PerformanceId performance)
    {
        board.Arrive(performance, QueueVisitor.Known(context), ClientNetwork.Of(context.Connection.RemoteIpAddress));
        return guard.IsAdmittedAsync(context, performance);
    }

    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Problem(PerformanceId performance) => Problems.Of(
        StatusCodes.Status403Forbidden, "waiting-room", "This performance has a waiting room. Join its queue and send the admission pass.",
        ("queueUrl", AppUrls.Queue(performance.Value)));
}
