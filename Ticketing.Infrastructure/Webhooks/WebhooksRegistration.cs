using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Webhooks.Feed;
using Ticketing.Infrastructure.Webhooks.Manage;
using Ticketing.Infrastructure.Webhooks.Sending;

namespace Ticketing.Infrastructure.Webhooks;

public static class WebhooksRegistration
{
    /// <summary>Adds webhooks to organizers: the consumer of facts, the worker that sends, and the handlers of the back office.</summary>
    /// <param name="links">Builds the link in the mail about a disabled endpoint.</param>
    public static IServiceCollection AddWebhooks(this IServiceCollection services, Func<IServiceProvider, WebhookLinks> links)
    {
        services.AddValidatedOptions<WebhookOptions, WebhookOptionsValidator>(WebhookOptions.Section);
        services.AddSingleton(links);
        services.AddSingleton(provider => Rules(
            provider.GetRequiredService<IOptions<WebhookOptions>>().Value, provider.GetRequiredService<IHostEnvironment>()));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<EndpointEnd>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddHostedService<WebhookWorker>();
        services.AddSingleton<ManageWebhooksHandler>();
        services.AddSingleton<TestEndpointHandler>();
        services.AddSingleton<ReplayWebhooksHandler>();
        services.AddSingleton<WebhookReader>();
        services.AddSingleton<DeliveryReader>();
        services.AddSingleton<ReadFactsHandler>();
        services.AddSingleton<WebhooksConsumer>();
        return services.AddFactConsumer<WebhooksConsumer>(WebhooksConsumer.Name, [.. WebhookTypes.All]);
    }

    private static ReceiverRules Rules(WebhookOptions options, IHostEnvironment environment) => new(
        new ReceiverAddresses([.. options.AllowedNetworks.Select(network => IPNetwork.Parse(network))]), AllowsHttp: environment.IsDevelopment());
}
