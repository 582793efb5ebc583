using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Tickets;

public static class TicketsRegistration
{
    /// <summary>Adds the keys that sign tickets.</summary>
    public static IServiceCollection AddTickets(this IServiceCollection services) => services.AddSingleton<TicketIssuer>();
}
