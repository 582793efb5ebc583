using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Presales;

public static class PresalesRegistration
{
    /// <summary>Adds presales with their codes. Seats and orders ask them only while a performance is in presale.</summary>
    public static IServiceCollection AddPresales(this IServiceCollection services)
    {
        services.AddSingleton<ShownCodes>();
        services.AddSingleton<EnterAccessCodeHandler>();
        services.AddSingleton<PublicPresales>();
        services.AddSingleton<ManagePresalesHandler>();
        services.AddSingleton<AccessCodesHandler>();
        services.AddSingleton<PresaleReader>();
        services.AddSingleton<AccessCodeReader>();
        return services;
    }
}
