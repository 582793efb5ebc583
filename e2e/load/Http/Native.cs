using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ticketing.Load.Http;

/// <summary>
/// The four system calls of an event loop. .NET's sockets dispatch each response to a pool thread, which at tens of thousands
/// of responses a second costs as much as the server under test.
/// </summary>
internal static unsafe partial class Native
{
    public const uint Readable = 0x001;
    public const int Add = 1;
    public const int Delete = 2;

    public const int InterruptedCall = 4;
    public const int TryAgain = 11;

    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    /// <summary>Bytes of a <c>struct epoll_event</c>, packed on x86-64 only.</summary>
    public static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>Offset of its data.</summary>
    public static readonly int EventDataAt = EventBytes - 8;

    public static int CreateEpoll() => Checked(EpollCreate(0), "epoll_create1");

    public static void Control(int epoll, int operation, int socket, int data)
    {
        var change = stackalloc byte[16];
        *(uint*)change = Readable;
        *(long*)(change + EventDataAt) = data;
        Checked(EpollControl(epoll, operation, socket, change), "epoll_ctl");
    }

    /// <summary>Waits for events; 0 on timeout.</summary>
    public static int Wait(int epoll, byte* events, int max, int milliseconds)
    {
        var count = EpollWait(epoll, events, max, milliseconds);
        return count < 0 && Marshal.GetLastPInvokeError() == InterruptedCall ? 0 : Checked(count, "epoll_wait");
    }

    /// <summary>Reads available bytes; 0: closed by the peer; negative: see the error number.</summary>
    public static int Receive(int socket, byte* into, int max) => (int)Receive(socket, into, max, DontWait);

    /// <summary>Writes as much as fits into the socket's buffer.</summary>
    public static int Send(int socket, byte* from, int count) => (int)Send(socket, from, count, DontWait | NoSignal);

    public static void CloseEpoll(int epoll) => Checked(Close(epoll), "close");

    private static int Checked(int answer, string call) => answer >= 0 ? answer : throw new Win32Exception(Marshal.GetLastPInvokeError(), call);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EpollControl(int epoll, int operation, int socket, byte* change);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int EpollWait(int epoll, byte* events, int max, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Receive(int socket, byte* into, nint max, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(int socket, byte* from, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
