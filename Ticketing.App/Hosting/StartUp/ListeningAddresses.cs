using System.Net;

namespace Ticketing.App.Hosting.StartUp;

/// <summary>The addresses that the settings tell Kestrel to listen on.</summary>
internal static class ListeningAddresses
{
    /// <summary>In Kestrel's order of precedence: its endpoints, <c>urls</c>, the ports. Empty: Kestrel's default, http on localhost.</summary>
    public static IReadOnlyList<string> Of(IConfiguration settings)
    {
        var endpoints = settings.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
        {
            return endpoints;
        }

        return settings[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls
            ? Split(urls)
            : [.. Ports("http", settings[WebHostDefaults.HttpPortsKey]), .. Ports("https", settings[WebHostDefaults.HttpsPortsKey])];
    }

    /// <summary>Whether any address is https.</summary>
    public static bool HaveTls(IConfiguration settings) =>
        Of(settings).Any(address => address.StartsWith(Uri.UriSchemeHttps + "://", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether only programs of this machine can connect.</summary>
    public static bool AreLoopback(IConfiguration settings) => Of(settings).All(address => AddressOf(address) is { } host && IPAddress.IsLoopback(host));

    /// <summary>The address to bind; null if it is no address of a network interface.</summary>
    public static IPAddress? AddressOf(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(host, out var parsed) ? parsed
            : host.StartsWith("unix:", StringComparison.Ordinal) ? null
            : IPAddress.Any;
    }

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> Ports(string scheme, string? list) => Split(list ?? "").Select(port => $"{scheme}://*:{port}");
}
