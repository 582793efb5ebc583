using Microsoft.AspNetCore.HttpOverrides;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Accepts the forwarded headers of reverse proxies in the networks under <c>Proxy:KnownNetworks</c> (CIDR) and ignores those of
/// other clients, which could be forged.
/// </summary>
internal static class Forwarding
{
    public static IServiceCollection AddForwarding(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (var network in configuration.GetSection("Proxy:KnownNetworks").Get<string[]>() ?? [])
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
}
