using System.Net;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>A response of an instance.</summary>
/// <param name="Status">Null: timeout or broken connection.</param>
/// <param name="IsUnsent">The request certainly reached no server.</param>
internal sealed record InstanceResponse(HttpStatusCode? Status, byte[] Body, bool IsUnsent);

/// <summary>HTTP clients of the application's instances, with timeouts and random early disconnects.</summary>
internal sealed class InstanceClients(IReadOnlyList<AppProcess> apps) : IDisposable
{
    private const int EarlyDisconnectPercent = 3;
    private const int EarlyDisconnectMsMax = 25;

    // Shorter than an outage, so that some responses are lost.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(3);

    private readonly HttpClient[] _instances =
    [
        .. apps.Select(app => new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://{app.Address}"), Timeout = WaitTimeout }),
    ];

    /// <param name="instance">Taken modulo the number of instances.</param>
    public async Task<InstanceResponse> SendAsync(int instance, HttpRequestMessage request)
    {
        using var disconnect = Random.Shared.Next(100) < EarlyDisconnectPercent
            ? new CancellationTokenSource(Random.Shared.Next(1, EarlyDisconnectMsMax)) : new CancellationTokenSource();
        try
        {
            using var answer = await _instances[instance % _instances.Length].SendAsync(request, disconnect.Token);
            return new InstanceResponse(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(disconnect.Token), IsUnsent: false);
        }
        catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError && request.Content is not null)
        {
            // No listener. A request without content may have been resent by the client after reaching a server: excluded.
            return new InstanceResponse(null, [], IsUnsent: true);
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException)
        {
            return new InstanceResponse(null, [], IsUnsent: false);
        }
    }

    public void Dispose() => Array.ForEach(_instances, instance => instance.Dispose());
}
