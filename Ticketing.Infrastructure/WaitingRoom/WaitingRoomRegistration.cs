using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;

namespace Ticketing.Infrastructure.WaitingRoom;

public static class WaitingRoomRegistration
{
    /// <summary>Adds the waiting rooms. Needs <c>AddInventory</c> and <c>AddPlatformServices</c>.</summary>
    public static IServiceCollection AddWaitingRoom(this IServiceCollection services)
    {
        services.AddSingleton<RoomBoard>();
        services.AddSingleton<RoomKeyRing>();
        services.AddSingleton<RoomMarksStore>();
        services.AddSingleton<RoomRecovery>();
        services.AddSingleton<RoomWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RoomWorker>());
        services.AddSingleton(provider => new JoinRoomHandler(
            provider.GetRequiredService<RoomBoard>(), provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ClaimPassHandler(
            provider.GetRequiredService<RoomBoard>(), provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(provider => new ReleasePassHandler(
            provider.GetRequiredService<RoomBoard>(), provider.GetRequiredService<IConnectionMultiplexer>(), provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<ChangeRoomHandler>();
        return services;
    }
}
