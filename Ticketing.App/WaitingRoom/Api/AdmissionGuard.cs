using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Api;

/// <summary>Marks what only those may use who were let in, while the performance in the address (<c>id</c>) has a waiting room.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAdmissionAttribute : Attribute
{
    public static NeedsAdmissionAttribute Metadata { get; } = new();
}

/// <summary>
/// Keeps everybody else away from the seats: pages lead to the queue, programs are told where it is, circuits ask by themselves. Where
/// there is no room, it costs a look into a dictionary. A hold is an admission of its own: docs/decisions/0011-a-hold-is-an-admission.md.
/// </summary>
public sealed class AdmissionGuard(RoomBoard board, RoomKeyRing ring, TimeProvider time)
{
    /// <summary>Whether this request's visitor may go to the seats.</summary>
    public async ValueTask<bool> IsAdmittedAsync(HttpContext context, PerformanceId performance) =>
        board.Find(performance) is not { } room
        || room.Admits(AdmissionPass.Read(QueueVisitor.Pass(context, performance), await ring.GetAsync(context.RequestAborted)), QueueVisitor.Owners(context), room.Now(time));

    /// <summary>The same for a circuit, which has no request: with what its page was given.</summary>
    /// <param name="pass">The pass as text; null: the page had none.</param>
    public async ValueTask<bool> IsAdmittedAsync(
        PerformanceId performance, string? pass, string buyerKey, UserId? user, CancellationToken cancellationToken)
    {
        if (board.Find(performance) is not { } room)
        {
            return true;
        }

        ReadOnlyMemory<QueueOwner> owners = user is { } account ? new[] { QueueOwner.OfAccount(account), QueueOwner.OfDevice(buyerKey) } : new[] { QueueOwner.OfDevice(buyerKey) };
        var read = AdmissionPass.Read(pass, await ring.GetAsync(cancellationToken));
        return room.Admits(read, owners.Span, room.Now(time));
    }
}

internal static class AdmissionGuarding
{
    /// <summary>Behind authentication and the buyer's key, which say who is asking.</summary>
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

            board.Arrive(new PerformanceId(id));
            if (await guard.IsAdmittedAsync(context, new PerformanceId(id)))
            {
                await next(context);
            }
            else if (ErrorResponses.IsForPrograms(context.Request))
            {
                await Problem(new PerformanceId(id)).ExecuteAsync(context);
            }
            else
            {
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Redirect(AppUrls.Queue(id));
            }
        });
    }

    public static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Problem(PerformanceId performance) => Problems.Of(
        StatusCodes.Status403Forbidden, "waiting-room", "There is a waiting room for this performance. Line up there, and come back with the pass.",
        ("queueUrl", AppUrls.Queue(performance.Value)));
}
