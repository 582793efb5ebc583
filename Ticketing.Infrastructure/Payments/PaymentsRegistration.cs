using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Shifts;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Payments;

public static class PaymentsRegistration
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds Stripe as the payment provider. A local provider may replace the HTTP handler of the same client.</summary>
    public static IHostApplicationBuilder AddPayments(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(PaymentsOptions.Section);
        var services = builder.Services;
        services.AddOptions<PaymentsOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PaymentsOptions>, PaymentsOptionsValidator>();
        services.AddSingleton(provider => new StripeKeySource(
            provider.GetRequiredService<IOptions<PaymentsOptions>>(), provider.GetService<StripeKeyOverride>()));
        services.AddSingleton<StripeApi>();
        services.AddSingleton<IPaymentProvider, StripePaymentProvider>();
        services.AddSingleton<ShiftsHandler>();
        services.AddSingleton<ShiftReader>();

        services.AddHttpClient(StripeApi.HttpClientName)
            // StripeRetryHandler has a timeout per attempt; the client's would include the retries.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .AddHttpMessageHandler(provider => new StripeRetryHandler(
                provider.GetRequiredService<IOptions<PaymentsOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<StripeRetryHandler>>()))
            .UseSocketsHttpHandler((handler, _) =>
            {
                // A redirect would send the secret key to another host.
                handler.AllowAutoRedirect = false;
                // The client is a singleton: reconnecting picks up DNS changes.
                handler.PooledConnectionLifetime = ConnectionLifetime;
            });
        return builder;
    }
}
