using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Hosting;

/// <summary>Whose forwarded headers count, over a network interface of this machine and not only loopback.</summary>
public sealed class ForwardingTests(ClassDatabase database) : IClassFixture<ClassDatabase>
{
    [Theory]
    [InlineData("203.0.113.7", false, 1, null)]
    [InlineData("203.0.113.7", true, 1, "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7", true, 1, "203.0.113.7")]
    [InlineData("203.0.113.7, 10.0.0.5", true, 1, "10.0.0.5")]
    [InlineData("203.0.113.7, 10.0.0.5", true, 2, "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7, 10.0.0.5", true, 2, "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7", true, 2, "203.0.113.7")]
    public async Task ForwardedFor_OverTheNetwork_CountsFromKnownProxiesOnly(string forwarded, bool isKnown, int limit, string? client)
    {
        if (NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) is not { } proxy)
        {
            Assert.Skip("This machine has no network interface but loopback.");
            return;
        }

        await using var host = await PlatformHost.StartAsync(
            database.Database,
            app => app.MapGet("/client", (HttpContext context) => $"{context.Connection.RemoteIpAddress!.MapToIPv4()} {context.Request.Scheme}"),
            settings:
            [
                ("urls", "http://0.0.0.0:0"), ("Proxy:ForwardLimit", FormattableString.Invariant($"{limit}")), ("Proxy:KnownNetworks:0", "10.0.0.0/24"),
                ("Proxy:KnownNetworks:1", isKnown ? $"{proxy}/32" : "198.18.0.0/15"),
            ]);
        using var http = new HttpClient { BaseAddress = new UriBuilder(host.BaseAddress) { Host = proxy.ToString() }.Uri };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", string.Join(", ", Enumerable.Repeat("https", forwarded.Split(',').Length)));

        var seen = await http.GetStringAsync("client", TestContext.Current.CancellationToken);

        Assert.Equal($"{client ?? proxy.ToString()} {(isKnown ? "https" : "http")}", seen);
    }
}
