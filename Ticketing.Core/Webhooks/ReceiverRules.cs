using System.Net;
using Ticketing.Core.Common;

namespace Ticketing.Core.Webhooks;

/// <summary>Rules for the address of a webhook's receiver. What its name resolves to is checked when connecting.</summary>
/// <param name="AllowsHttp">Also http, at any port from 1024: for a receiver on the developer's machine.</param>
public sealed record ReceiverRules(ReceiverAddresses Addresses, bool AllowsHttp)
{
    public const int LengthMax = 2000;

    private const int PortMin = 1024;

    // Customary ports of https. Others are services that answer to more than their own protocol.
    private static readonly int[] Ports = [443, 4443, 8443, 9443, 10443];

    // RFC 6761, RFC 6762, RFC 8375 and ICANN's name for private use.
    private static readonly string[] LocalNames = [".localhost", ".local", ".internal", ".home.arpa"];

    /// <returns>The address in its normal form, or an error: an English text that is also the resource key.</returns>
    public Outcome<Uri, string> Read(string? typed)
    {
        var text = TypedText.Line(typed);
        if (text.Length > LengthMax)
        {
            return "The address is too long.";
        }

        if (!TypedText.IsText(text) || !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || !HasScheme(address) || address.IdnHost.Length == 0)
        {
            return "Enter an address that begins with https://.";
        }

        // A user name in front of the host can also make the address look like that of another host.
        if (address.UserInfo.Length > 0)
        {
            return "Leave out user name and password: the receiver checks the signature.";
        }

        if (address.Fragment.Length > 0)
        {
            return "Leave out the part after the number sign.";
        }

        if (!HasPort(address))
        {
            return "Use port 443, 4443, 8443, 9443 or 10443.";
        }

        if (!IsOutside(address))
        {
            return "This address is not on the public internet.";
        }

        return address.AbsoluteUri.Length > LengthMax ? "The address is too long." : address;
    }

    private bool HasScheme(Uri address) => address.Scheme == Uri.UriSchemeHttps || (AllowsHttp && address.Scheme == Uri.UriSchemeHttp);

    private bool HasPort(Uri address) => Ports.Contains(address.Port) || (AllowsHttp && address.Port >= PortMin);

    // Tells at once what connecting would refuse. A name without a dot is one of this network.
    private bool IsOutside(Uri address) => IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal)
        ? Addresses.Allows(literal)
        : Addresses.HasExceptions || IsInternetName(address.IdnHost.TrimEnd('.'));

    private static bool IsInternetName(string host) => host.Contains('.', StringComparison.Ordinal)
        && !Array.Exists(LocalNames, end => host.EndsWith(end, StringComparison.OrdinalIgnoreCase));
}
