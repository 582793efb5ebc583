using Ticketing.App.Inventory.Pages;
using Ticketing.Infrastructure.Inventory.Sale;

namespace Ticketing.App.Inventory;

public static class SeatMapRegistration
{
    /// <summary>Adds what the seat page needs besides the inventory itself.</summary>
    public static IServiceCollection AddSeatMap(this IServiceCollection services) => services
        .AddSingleton<SeatSaleReader>()
        .AddScoped<SeatPicking>();
}
