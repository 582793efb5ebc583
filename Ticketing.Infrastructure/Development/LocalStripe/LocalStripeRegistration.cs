using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Development.LocalStripe.Webhooks;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Payments.Stripe;

namespace Ticketing.Infrastructure.Development.LocalStripe;

public static class LocalStripeRegistration
{
    private const int WebhookSecondsMax = 10;

    /// <summary>
    /// Adds an in-process provider with Stripe's API, if no Stripe key is configured. Call it after
    /// <see cref="PaymentsRegistration.AddPayments"/>: it replaces the client's HTTP handler.
    /// </summary>
    public static IHostApplicationBuilder AddLocalStripe(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ImportedPayments>();
        if (!string.IsNullOrEmpty(builder.Configuration[$"{PaymentsOptions.Section}:{nameof(PaymentsOptions.SecretKey)}"]))
        {
            return builder;
        }

        services.AddSingleton<LocalStripeAccount>();
        services.AddSingleton(provider => new StripeKeyOverride(provider.GetRequiredService<LocalStripeAccount>().GetKeysAsync));
        services.AddSingleton<LocalStripeApi>();
        services.AddSingleton<LocalStripeSignal>();
        services.AddSingleton<LocalAddress>();
        services.AddSingleton<WebhookDelivery>();
        services.AddSingleton<LocalStripeWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalStripeWorker>());
        services.AddHttpClient(WebhookDelivery.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(WebhookSecondsMax))
            .UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = false);
        services.PostConfigure<PaymentsOptions>(options => options.ApiBase = LocalStripeHandler.Address);
        services.AddHttpClient(StripeApi.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(provider => new LocalStripeHandler(provider.GetRequiredService<LocalStripeApi>()));
        return builder;
    }
}
