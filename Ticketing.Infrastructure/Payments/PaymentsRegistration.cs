using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Payments.Local;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Payments;

public static class PaymentsRegistration
{
    private const int WebhookSecondsMax = 10;

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
        services.AddSingleton<StripeClient>();
        services.AddSingleton<IPaymentProvider, StripePaymentProvider>();

        var stripe = services.AddHttpClient(StripeClient.HttpClientName);
        if (string.IsNullOrEmpty(section[nameof(PaymentsOptions.SecretKey)]))
        {
            stripe.ConfigureHttpClient(client => StripeClient.Configure(client, LocalStripeHandler.Address))
                .ConfigurePrimaryHttpMessageHandler(provider => new LocalStripeHandler(provider.GetRequiredService<LocalStripeApi>()));
            services.AddLocalStripe();
        }
        else
        {
            stripe.ConfigureHttpClient((provider, client) =>
                    StripeClient.Configure(client, provider.GetRequiredService<IOptions<PaymentsOptions>>().Value.ApiBase))
                // A redirect would carry the secret key to wherever it points.
                .UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = false);
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
