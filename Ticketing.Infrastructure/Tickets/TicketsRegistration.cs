using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Tickets;

public static class TicketsRegistration
{
    /// <summary>Adds what signs tickets.</summary>
    public static IServiceCollection AddTickets(this IServiceCollection services) => services
        .AddSingleton<TicketIssuer>()
        .AddSingleton<TicketCodes>();
}
