using Microsoft.AspNetCore.HttpOverrides;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// Accepts the forwarded headers of reverse proxies in the networks under <c>Proxy:KnownNetworks</c> (CIDR) and ignores those of
/// other clients, which could be forged. <c>Proxy:ForwardLimit</c> is the number of proxies in a row; each must be in those networks.
/// </summary>
internal static class Forwarding
{
    /// <summary>How many addresses of <c>X-Forwarded-For</c> are read, from the right.</summary>
    public const string LimitKey = "Proxy:ForwardLimit";

    public const int LimitMax = 10;

    public static IServiceCollection AddForwarding(this IServiceCollection services, IConfiguration configuration) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            options.ForwardLimit = configuration.GetValue(LimitKey, 1);
            foreach (var network in configuration.GetSection("Proxy:KnownNetworks").Get<string[]>() ?? [])
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
            }
        });
}
