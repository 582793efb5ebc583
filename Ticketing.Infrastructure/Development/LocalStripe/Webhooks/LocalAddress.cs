using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Ticketing.Infrastructure.Development.LocalStripe.Webhooks;

/// <summary>Finds an address at which this process reaches itself.</summary>
public sealed class LocalAddress(IServer server)
{
    /// <summary>An address of this instance, http before https; null before the server listens.</summary>
    public Uri? Find(string path)
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = listening
            .Select(text => Microsoft.AspNetCore.Http.BindingAddress.Parse(text))
            .Where(binding => !binding.IsUnixPipe && !binding.IsNamedPipe && binding.Port > 0)
            .OrderBy(binding => binding.Scheme, StringComparer.Ordinal)
            .FirstOrDefault();
        if (address is null)
        {
            return null;
        }

        // Wildcard addresses cannot be called.
        var host = address.Host is "0.0.0.0" or "[::]" or "+" or "*" ? "127.0.0.1" : address.Host;
        return new UriBuilder(address.Scheme, host.Trim('[', ']'), address.Port, address.PathBase + path).Uri;
    }
}
