using System.Globalization;
using System.Net.Sockets;
using System.Runtime;
using System.Text;

/// <summary>
/// Runs in the application that is measured (DOTNET_STARTUP_HOOKS, https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md,
/// which wants this name and no namespace): whoever connects is told how many bytes are alive. Uses nothing but the base library.
/// </summary>
internal static class StartupHook
{
    public const string NameVariable = "TICKETING_HEAP_PROBE";

    private const int Collections = 3;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name)
        {
            var thread = new Thread(() => Answer(name)) { IsBackground = true, Name = "heap probe" };
            thread.Start();
        }
    }

    /// <summary>In Linux' abstract namespace: no file that could be left behind.</summary>
    public static UnixDomainSocketEndPoint Address(string name) => new("\0" + name);

    private static void Answer(string name)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(Address(name));
        listener.Listen();
        while (true)
        {
            using var asker = listener.Accept();
            asker.Send(Encoding.ASCII.GetBytes(AliveBytes().ToString(CultureInfo.InvariantCulture)));
        }
    }

    // Finalizers free what only a further collection can take.
    private static long AliveBytes()
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
