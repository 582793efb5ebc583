using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Ticketing.Load.Stack;

/// <summary>Reads the application's managed memory after a full collection, see <see cref="StartupHook"/>.</summary>
internal sealed class HeapProbe
{
    private readonly string _name = "ticketing-heap-" + Guid.NewGuid().ToString("N");

    /// <summary>Settings that enable the probe in an application.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
        [StartupHook.NameVariable] = _name,
    };

    public async Task<long> BytesAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(StartupHook.Address(_name), cancellationToken);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return long.Parse(await reader.ReadToEndAsync(cancellationToken), CultureInfo.InvariantCulture);
    }
}
