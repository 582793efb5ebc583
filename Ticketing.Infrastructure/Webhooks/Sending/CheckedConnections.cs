using System.Net;
using System.Net.Sockets;
using Ticketing.Core.Webhooks;

namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>The receiver's name has an address that webhooks are not sent to.</summary>
internal sealed class RefusedAddressException : Exception
{
    public RefusedAddressException() : base("The receiver's address is not allowed.")
    {
    }

    public RefusedAddressException(string message) : base(message)
    {
    }

    public RefusedAddressException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>
/// Connects to receivers. The name is resolved here, every address is checked, and the connection goes to a checked address: a name that
/// changes its address after a check (DNS rebinding) connects nowhere.
/// </summary>
/// <param name="resolve">The addresses of a name.</param>
internal sealed class CheckedConnections(ReceiverAddresses allowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <exception cref="RefusedAddressException">One of the addresses is not allowed: no connection is made.</exception>
    /// <exception cref="SocketException">The name has no address, or none of them accepts.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (!Array.TrueForAll(addresses, allowed.Allows))
        {
            throw new RefusedAddressException();
        }

        SocketException? failure = null;
        foreach (var address in addresses)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(ReceiverAddresses.Unwrap(address), port), cancellationToken);
            }
            catch (SocketException cause)
            {
                failure = cause;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint place, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The stream owns it.
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(place, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
