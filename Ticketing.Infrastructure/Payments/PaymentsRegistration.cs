using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Local;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Payments;

public static class PaymentsRegistration
{
    private const int WebhookSecondsMax = 10;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Adds the payment provider: Stripe where its keys are configured, the local one where not.</summary>
    public static IHostApplicationBuilder AddPayments(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(PaymentsOptions.Section);
        var services = builder.Services;
        services.AddOptions<PaymentsOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PaymentsOptions>, PaymentsOptionsValidator>();
        services.AddSingleton<LocalStripeAccount>();
        services.AddSingleton<ImportedPayments>();
        services.AddSingleton<StripeKeySource>();
        services.AddSingleton<StripeApi>();
        services.AddSingleton<IPaymentProvider, StripePaymentProvider>();

        var stripe = services.AddHttpClient(StripeApi.HttpClientName)
            // The retries' own timeout is per attempt; this one would cut them off.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .AddHttpMessageHandler(provider => new StripeRetryHandler(
                provider.GetRequiredService<IOptions<PaymentsOptions>>().Value,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<StripeRetryHandler>>()));
        if (string.IsNullOrEmpty(section[nameof(PaymentsOptions.SecretKey)]))
        {
            stripe.ConfigurePrimaryHttpMessageHandler(provider => new LocalStripeHandler(provider.GetRequiredService<LocalStripeApi>()));
            services.AddLocalStripe();
        }
        else
        {
            stripe.UseSocketsHttpHandler((handler, _) =>
            {
                // A redirect would carry the secret key to wherever it points.
                handler.AllowAutoRedirect = false;
                // The client lives as long as the site: Stripe's addresses do not.
                handler.PooledConnectionLifetime = ConnectionLifetime;
            });
        }

        return builder;
    }

    private static void AddLocalStripe(this IServiceCollection services)
    {
        services.AddSingleton<LocalStripeApi>();
        services.AddSingleton<LocalStripeSignal>();
        services.AddSingleton<LocalAddress>();
        services.AddSingleton<WebhookDelivery>();
        services.AddSingleton<LocalStripeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalStripeWorker>());
        services.AddHttpClient(WebhookDelivery.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(WebhookSecondsMax))
            .UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = false);
    }
}
