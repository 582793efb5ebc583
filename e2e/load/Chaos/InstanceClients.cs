using System.Net;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Chaos;

/// <summary>What came back.</summary>
/// <param name="Status">Null: no answer in time, or the connection broke.</param>
/// <param name="IsUnsent">Nobody has got the request, for certain.</param>
internal sealed record DoorAnswer(HttpStatusCode? Status, byte[] Body, bool IsUnsent);

/// <summary>The instances of the application, over HTTP, for clients that do not wait for ever.</summary>
internal sealed class Doors(IReadOnlyList<AppProcess> apps) : IDisposable
{
    private const int ImpatientPercent = 3;
    private const int ImpatientMsMax = 25;

    // Shorter than a server is away: some answers never come. And some buyers leave at once, whatever is done for them meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient[] _instances =
    [
        .. apps.Select(app => new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://{app.Address}"), Timeout = Patience }),
    ];

    /// <param name="instance">Any number: they take turns.</param>
    public async Task<DoorAnswer> SendAsync(int instance, HttpRequestMessage request)
    {
        using var leaving = Random.Shared.Next(100) < ImpatientPercent
            ? new CancellationTokenSource(Random.Shared.Next(1, ImpatientMsMax)) : new CancellationTokenSource();
        try
        {
            using var answer = await _instances[instance % _instances.Length].SendAsync(request, leaving.Token);
            return new DoorAnswer(answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(leaving.Token), IsUnsent: false);
        }
        catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError && request.Content is not null)
        {
            // Nobody listened. A request without content the client may have sent twice by itself, the first time to somebody.
            return new DoorAnswer(null, [], IsUnsent: true);
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException or IOException)
        {
            return new DoorAnswer(null, [], IsUnsent: false);
        }
    }

    public void Dispose() => Array.ForEach(_instances, instance => instance.Dispose());
}
