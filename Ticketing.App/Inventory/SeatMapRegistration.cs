using Ticketing.App.Inventory.Pages;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory;

public static class SeatMapRegistration
{
    /// <summary>Adds the services of the seat page.</summary>
    public static IServiceCollection AddSeatMap(this IServiceCollection services) => services
        .AddSingleton<SeatSaleReader>()
        .AddScoped<SeatPicking>();
}
