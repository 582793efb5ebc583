using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;

namespace Ticketing.App.Inventory.Api;

/// <summary>Seats and holds over HTTP.</summary>
internal static class InventoryEndpoints
{
    public const string HoldsPattern = AppUrls.ApiPerformances + "/{id:guid}/holds";

    /// <summary>Adds source-generated JSON metadata of this feature to the API.</summary>
    public static IServiceCollection AddInventoryApi(this IServiceCollection services)
    {
        services.AddSingleton<SeatList>();
        services.AddSingleton<IFastRoute, FastHolds>();
        return services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, InventoryJson.Default));
    }

    public static void MapInventory(this WebApplication app)
    {
        var performances = app.MapGroup(AppUrls.ApiPerformances).WithTags("Seats");
        performances.MapGet("/{id:guid}/seats", SeatEndpoints.GetSeatsAsync).WithSummary("The state of all seats; packed with Accept: application/octet-stream")
            .WithDescription("Seats of price tiers that are sold with an access code only have no tier, unless the header Access-Code has a usable proof.");
        performances.MapGet("/{id:guid}/stream", SeatEndpoints.StreamAsync).WithSummary("The state of all seats and its changes, as Server-Sent Events")
            .WithMetadata(NeedsAdmissionAttribute.Metadata, StaysOpen.Metadata);
        performances.MapGet("/{id:guid}/best-seats", BestSeatsEndpoints.GetAsync).WithSummary("Offers of the best free seats; nothing is held")
            .WithDescription(
                "The best seats first, up to two alternatives elsewhere, and the best of the cheapest. Ranked by price category, by the view of the stage, "
                + "and by distance; without single seats left where avoidable. Hold an offer by its labels; its seats can be gone by then (409 seats-taken).")
            .WithMetadata(CostlyReadAttribute.Metadata, NeedsAdmissionAttribute.Metadata);

        var holds = app.MapGroup("").WithTags("Holds");
        holds.MapPost(HoldsPattern, HoldEndpoints.CreateAsync).WithSummary("Holds seats for a limited time")
            .WithMetadata(WritesItsRequest.Metadata, NeedsAdmissionAttribute.Metadata);
        holds.MapGet(AppUrls.ApiHolds + "/{id:guid}", HoldEndpoints.GetAsync).WithSummary("An active hold");
        holds.MapPatch(AppUrls.ApiHolds + "/{id:guid}", HoldEndpoints.ChangeAsync).WithSummary("Adds and removes seats of a hold, all or nothing");
        holds.MapPost(AppUrls.ApiHolds + "/{id:guid}/extend", HoldEndpoints.ExtendAsync).WithSummary("Extends a hold once");
        holds.MapDelete(AppUrls.ApiHolds + "/{id:guid}", HoldEndpoints.ReleaseAsync).WithSummary("Releases a hold");
    }
}
