using System.Net;
using System.Net.Sockets;

namespace Ticketing.Core.Common;

/// <summary>
/// The network of a client at two widths, for limits and budgets. An IPv6 customer chooses addresses freely within the assigned prefix,
/// usually a /56 (RIPE-690), so limits by single IPv6 addresses would limit nobody.
/// </summary>
/// <param name="Line">One connection to the internet, as lower-case hex: the IPv4 address or the IPv6 /56. Schools and companies share one.</param>
/// <param name="Block">The neighbourhood that one tenant can rent as a whole, as lower-case hex: the IPv4 /24 or the IPv6 /48.</param>
public readonly record struct ClientNetwork(string Line, string Block)
{
    private const int LineBytesIPv6 = 7;
    private const int BlockBytesIPv6 = 6;
    private const int BlockBytesIPv4 = 3;

    /// <summary>The network of requests without an address, for example over a Unix socket.</summary>
    public static readonly ClientNetwork Unknown = new("unknown", "unknown");

    /// <param name="address">Null: <see cref="Unknown"/>. An IPv4 address mapped to IPv6 counts as IPv4.</param>
    public static ClientNetwork Of(IPAddress? address)
    {
        if (address is null)
        {
            return Unknown;
        }

        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes().AsSpan();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
            ? new ClientNetwork(Convert.ToHexStringLower(bytes[..LineBytesIPv6]), Convert.ToHexStringLower(bytes[..BlockBytesIPv6]))
            : new ClientNetwork(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(bytes[..BlockBytesIPv4]));
    }
}
