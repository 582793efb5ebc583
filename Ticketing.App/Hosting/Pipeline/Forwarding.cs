using Microsoft.AspNetCore.HttpOverrides;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Believes a reverse proxy about the client's address and scheme, when it comes from a network under
/// <c>Proxy:KnownNetworks</c> (CIDR). Anybody else could claim to be anybody.
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
