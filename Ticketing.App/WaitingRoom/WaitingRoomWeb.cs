using Ticketing.App.Access;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.WaitingRoom;

/// <summary>Endpoints of the waiting room, and the guard in front of the seats.</summary>
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
        queue.MapPost("/join", QueueEndpoints.JoinAsync).WithSummary("Joins the queue; repeated calls of an account or device get the same place");
        queue.MapGet("/place", QueueEndpoints.PlaceAsync).WithSummary("The place of a ticket, after the draw");
        queue.MapGet("/message", QueueEndpoints.Message).WithSummary("The organizer's message to waiting visitors");
        queue.MapPost("/claim", QueueEndpoints.ClaimAsync).WithSummary("Exchanges a called ticket for an admission pass");
        queue.MapPost("/enter", LinkEndpoints.EnterAsync).WithSummary("Exchanges a skip-the-line link for an admission pass");
        queue.MapPost("/leave", QueueEndpoints.LeaveAsync).WithSummary("Gives up place and pass");
        app.MapGet(AppUrls.AdminRooms + "/{performance:guid}/links/{id:guid}.csv", LinkEndpoints.DownloadAsync)
            .RequireAuthorization(AccessPolicies.ControlRoom).ExcludeFromDescription();
    }
}
