using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Join;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.Infrastructure.WaitingRoom;

public static class WaitingRoomRegistration
{
    /// <summary>Adds the waiting rooms. Needs <c>AddInventory</c> and <c>AddPlatformServices</c>.</summary>
    public static IServiceCollection AddWaitingRoom(this IServiceCollection services)
    {
        services.AddSingleton<RoomBoard>();
        services.AddInstruments<RoomMetrics>();
        services.AddSingleton<RoomKeyRing>();
        services.AddSingleton<RoomMarksStore>();
        services.AddSingleton<RoomRecovery>();
        services.AddSingleton<RoomWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RoomWorker>());
        services.AddSingleton(provider => new JoinRoomHandler(
            provider.GetRequiredService<RoomBoard>(),
            provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClaimPassHandler(
            provider.GetRequiredService<RoomBoard>(),
            provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(provider => new ReleasePassHandler(
            provider.GetRequiredService<RoomBoard>(),
            provider.GetRequiredService<IConnectionMultiplexer>(),
            provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(provider => new EnterByLinkHandler(
            provider.GetRequiredService<RoomBoard>(), provider.GetRequiredService<ClaimPassHandler>(),
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ChangeRoomHandler>();
        services.AddSingleton<ChangeLinksHandler>();
        services.AddSingleton<AdmissionLinkReader>();
        services.AddSingleton(provider => new BuyersPasses(
            provider.GetRequiredService<RoomBoard>(),
            provider.GetRequiredService<HoldOwners>(),
            provider.GetRequiredService<ReleasePassHandler>(),
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ILogger<BuyersPasses>>()));
        services.AddHostedService(provider => provider.GetRequiredService<BuyersPasses>());
        services.AddSingleton<RoomDeskReader>();
        services.AddSingleton<RoomTrailReader>();
        services.AddSingleton<RoomMeasuresReader>();
        return services;
    }
}
