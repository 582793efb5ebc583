using System.Globalization;
using System.Net.Sockets;
using System.Runtime;
using System.Text;

/// <summary>
/// Runs in the measured application (DOTNET_STARTUP_HOOKS, https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md,
/// which requires this name without namespace). Sends the live managed bytes on each connection. Uses the base library only.
/// </summary>
internal static class StartupHook
{
    public const string NameVariable = "TICKETING_HEAP_PROBE";

    private const int Collections = 3;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name)
        {
            var thread = new Thread(() => Serve(name)) { IsBackground = true, Name = "heap probe" };
            thread.Start();
        }
    }

    /// <summary>Linux abstract socket: leaves no file.</summary>
    public static UnixDomainSocketEndPoint Address(string name) => new("\0" + name);

    private static void Serve(string name)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(Address(name));
        listener.Listen();
        while (true)
        {
            using var connection = listener.Accept();
            connection.Send(Encoding.ASCII.GetBytes(LiveBytes().ToString(CultureInfo.InvariantCulture)));
        }
    }

    // Finalizers make objects collectable by the next collection.
    private static long LiveBytes()
    {
        for (var i = 0; i < Collections; i++)
        {
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
