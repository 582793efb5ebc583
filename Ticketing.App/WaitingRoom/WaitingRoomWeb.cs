using Ticketing.App.Access;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.WaitingRoom;

/// <summary>The waiting room over HTTP, and the guard in front of the seats.</summary>
internal static class WaitingRoomWeb
{
    public static IServiceCollection AddWaitingRoomWeb(this IServiceCollection services)
    {
        services.AddValidatedOptions<WaitingRoomOptions, WaitingRoomOptionsValidator>(WaitingRoomOptions.Section);
        services.AddSingleton<JoinGate>();
        services.AddSingleton<AdmissionGuard>();
        return services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, QueueJson.Default));
    }

    public static void MapWaitingRoom(this WebApplication app)
    {
        var queue = app.MapGroup(AppUrls.QueueRoot + "/{id:guid}").WithTags("Waiting room");
        queue.MapPost("/join", QueueEndpoints.JoinAsync).WithSummary("Takes a place in the queue; the same one again for the same account or device");
        queue.MapGet("/place", QueueEndpoints.PlaceAsync).WithSummary("The place of a ticket, once it was drawn");
        queue.MapGet("/message", QueueEndpoints.Message).WithSummary("What the organizer tells everybody who waits");
        queue.MapPost("/claim", QueueEndpoints.ClaimAsync).WithSummary("Comes in when it is one's turn: a pass for a ticket");
        queue.MapPost("/enter", LinkEndpoints.EnterAsync).WithSummary("Comes in past the queue, by a link of the organizer");
        queue.MapPost("/leave", QueueEndpoints.LeaveAsync).WithSummary("Gives place and pass back");
        app.MapGet(AppUrls.AdminRooms + "/{performance:guid}/links/{id:guid}.csv", LinkEndpoints.DownloadAsync)
            .RequireAuthorization(AccessPolicies.ControlRoom).ExcludeFromDescription();
    }
}
