using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Infrastructure.CheckIn.Desk;
using Ticketing.Infrastructure.CheckIn.Devices;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.CheckIn.Gates;
using Ticketing.Infrastructure.CheckIn.Packs;
using Ticketing.Infrastructure.CheckIn.Sync;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging.Events;

namespace Ticketing.Infrastructure.CheckIn;

public static class CheckInRegistration
{
    /// <summary>Adds the door: gates, devices, packs, sync, and the consumer of facts that follows tickets.</summary>
    public static IServiceCollection AddCheckIn(this IServiceCollection services)
    {
        services.AddSingleton<DoorHeads>();
        services.AddSingleton<DoorOpening>();
        services.AddSingleton<ScanIntake>();
        services.AddSingleton<ScanBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<ScanBatcher>());
        services.AddSingleton<DoorFeeds>();
        services.AddSingleton<DeviceNotes>();
        services.AddSingleton<SearchKeys>();
        services.AddSingleton<PackStore>();
        services.AddSingleton<PackDeltas>();
        services.AddSingleton<DeviceRequests>();
        services.AddSingleton<DeviceDescriptions>();
        services.AddSingleton<EnrolDeviceHandler>();
        services.AddSingleton<ManageDevicesHandler>();
        services.AddSingleton<ManageGatesHandler>();
        services.AddSingleton<PerformanceGatesHandler>();
        services.AddSingleton(provider => new SyncHandler(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<ScanBatcher>(),
            provider.GetRequiredService<PackDeltas>(),
            provider.GetRequiredService<DoorHeads>(),
            provider.GetRequiredService<DoorFeeds>(),
            provider.GetRequiredService<DeviceNotes>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SyncHandler>>()));
        services.AddSingleton<DoorReader>();
        services.AddSingleton<GateReader>();
        services.AddSingleton<DeviceReader>();
        services.AddSingleton<ScanExporter>();
        services.AddSingleton(provider => new DoorDeskHandler(
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(),
            provider.GetRequiredService<DoorHeads>(),
            provider.GetRequiredService<CommandCounter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DoorConsumer>();
        return services.AddFactConsumer<DoorConsumer>(DoorConsumer.Name, DoorConsumer.Types);
    }
}
