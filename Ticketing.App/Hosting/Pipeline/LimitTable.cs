using Microsoft.AspNetCore.StaticAssets;
using Ticketing.App.Shared;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>The limit that a request counts for, per line of the client.</summary>
internal enum LimitPolicy
{
    /// <summary>An exception of <see cref="LimitTable.Exceptions"/>.</summary>
    None,

    Reads,

    /// <summary>Every write without a row in the table.</summary>
    Writes,

    SignIns,

    QueueWrites,

    /// <summary>Requests of the door's devices, which are many behind one line of a venue.</summary>
    Devices,

    LocalProvider,
}

/// <summary>Marks an endpoint or page whose read takes as much of the processor as a write, and counts as one.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CostlyReadAttribute : Attribute
{
    public static CostlyReadAttribute Metadata { get; } = new();
}

/// <summary>
/// Which limit applies to a request. Every request has one: what the table does not name is a read or a write by its method, and
/// exceptions are listed here with their reason. A test compares the table with all endpoints.
/// </summary>
internal static class LimitTable
{
    /// <summary>Paths of writes with a limit of their own, and below.</summary>
    private static readonly (string Path, LimitPolicy Policy)[] Writes =
    [
        (AppUrls.ApiAuth, LimitPolicy.SignIns),
        ("/account/login", LimitPolicy.SignIns),
        ("/account/register", LimitPolicy.SignIns),
        ("/account/forgot", LimitPolicy.SignIns),
        ("/account/reset", LimitPolicy.SignIns),
        ("/account/2fa", LimitPolicy.SignIns),
        ("/account/confirm", LimitPolicy.SignIns),
        ("/account/confirm-email", LimitPolicy.SignIns),
        ("/account/proof", LimitPolicy.SignIns),
        (AppUrls.FindOrder, LimitPolicy.SignIns),

        // Many visitors of one company join in the same second; proofs of work and the room's own counters limit them.
        (AppUrls.QueueRoot, LimitPolicy.QueueWrites),

        // Sixty phones of a venue's network sync after each scan; a request without a device's signature is refused before any work.
        (AppUrls.ApiCheckIn, LimitPolicy.Devices),

        // The shop itself calls it once or twice for each order.
        ("/v1", LimitPolicy.LocalProvider),
    ];

    /// <summary>Paths without a limit, and below, with the reason.</summary>
    public static IReadOnlyList<(string Path, string Reason)> Exceptions { get; } =
    [
        ("/webhooks", "the payment provider sends bursts from few addresses; a message without its signature is refused before any work"),
        ("/health", "load balancers and orchestrators probe it; the response costs nothing"),
    ];

    public static LimitPolicy PolicyOf(HttpRequest request)
    {
        if (IsFile(request.HttpContext.GetEndpoint()) || Exceptions.Any(exception => IsBelow(request.Path, exception.Path)))
        {
            return LimitPolicy.None;
        }

        return IsRead(request.Method) && request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<CostlyReadAttribute>() is null
            ? LimitPolicy.Reads
            : Writes.FirstOrDefault(row => IsBelow(request.Path, row.Path), (Path: "", Policy: LimitPolicy.Writes)).Policy;
    }

    /// <summary>Files of the site: no work, and browsers keep them. A first visit of a seat page takes sixty.</summary>
    public static bool IsFile(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static bool IsRead(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static bool IsBelow(PathString path, string prefix) => path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase);
}
