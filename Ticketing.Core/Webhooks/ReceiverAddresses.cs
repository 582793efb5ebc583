using System.Net;
using System.Net.Sockets;

namespace Ticketing.Core.Webhooks;

/// <summary>
/// Which IP addresses webhooks may be sent to: those of the public internet, and networks that the installation allows. Organizers choose
/// the receivers, so that any other address would let them reach this installation's own network (server-side request forgery).
/// </summary>
/// <remarks>
/// Sources: the special-purpose registries of IANA (RFC 6890, https://www.iana.org/assignments/iana-ipv4-special-registry and
/// …ipv6-special-registry), and the addresses of cloud providers' metadata services outside of them.
/// </remarks>
/// <param name="exceptions">Networks that are allowed although they are not public.</param>
public sealed class ReceiverAddresses(IReadOnlyList<IPNetwork> exceptions)
{
    private static readonly IPNetwork[] NotPublicIPv4 =
    [
        // This network, private, shared (carrier-grade NAT), loopback, link-local with the metadata services.
        .. Networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),

        // Protocol assignments, documentation, 6to4 relays, benchmarks.
        .. Networks("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),

        // Multicast, reserved and broadcast; Azure's platform address.
        .. Networks("224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
    ];

    // All of IPv6 that is assigned for the internet. Outside of it: loopback, unique-local, link-local, site-local, multicast, IPv4-mapped
    // and IPv4-compatible addresses, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), discard.
    private static readonly IPNetwork InternetIPv6 = IPNetwork.Parse("2000::/3");

    // Protocol assignments with Teredo and ORCHID, documentation, 6to4: the last two contain IPv4 addresses.
    private static readonly IPNetwork[] NotPublicIPv6 = [.. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")];

    /// <summary>Public addresses only.</summary>
    public static ReceiverAddresses PublicOnly { get; } = new([]);

    /// <summary>Whether the installation allows other than public addresses.</summary>
    public bool HasExceptions => exceptions.Count > 0;

    /// <summary>The address that a connection goes to: an IPv4 address mapped to IPv6 (RFC 4291, 2.5.5.2) is that IPv4 address.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Whether webhooks may be sent there.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = Unwrap(address);
        return exceptions.Any(network => network.Contains(plain)) || IsPublic(plain);
    }

    private static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !IsIn(NotPublicIPv4, address),
        AddressFamily.InterNetworkV6 => InternetIPv6.Contains(address) && !IsIn(NotPublicIPv6, address),
        _ => false,
    };

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IEnumerable<IPNetwork> Networks(params string[] networks) => networks.Select(network => IPNetwork.Parse(network));
}
