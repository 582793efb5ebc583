using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ticketing.Core.Webhooks;

namespace Ticketing.Infrastructure.Webhooks.Sending;

/// <summary>A webhook to send.</summary>
/// <param name="Keys">It is signed with each.</param>
internal sealed record WebhookMessage(string Url, Guid Id, string Body, IReadOnlyList<byte[]> Keys);

/// <summary>The result of an attempt.</summary>
/// <param name="Status">The HTTP status; null without an answer.</param>
/// <param name="Failure">Null: the receiver has accepted it.</param>
/// <param name="Text">The beginning of the answer's body.</param>
internal sealed record WebhookAnswer(int? Status, WebhookFailure? Failure, string? Text);

/// <summary>
/// Sends webhooks as Standard Webhooks describe it: one POST, signed. It follows no redirect, uses no proxy of the environment (which would
/// resolve names itself), sends no cookies and no trace context, and connects by <see cref="CheckedConnections"/>.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    public const int AnswerBytesMax = 4096;

    /// <summary>The time for connecting, sending and the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int HeaderKilobytesMax = 16;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ConnectionIdle = TimeSpan.FromSeconds(30);

    private readonly ReceiverRules _rules;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public WebhookSender(ReceiverRules rules, TimeProvider time) : this(rules, time, Dns.GetHostAddressesAsync)
    {
    }

    /// <param name="resolve">The addresses of a name.</param>
    internal WebhookSender(ReceiverRules rules, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        (_rules, _time) = (rules, time);
#pragma warning disable CA2000 // The client owns it.
        var connections = new SocketsHttpHandler
#pragma warning restore CA2000
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = new CheckedConnections(rules.Addresses, resolve).ConnectAsync,
            // Connections outlive the attempt that asked for them.
            ConnectTimeout = Timeout,
            MaxResponseHeadersLength = HeaderKilobytesMax,
            PooledConnectionLifetime = ConnectionLifetime,
            PooledConnectionIdleTimeout = ConnectionIdle,
            ResponseDrainTimeout = TimeSpan.Zero,
        };
        _client = new HttpClient(connections, disposeHandler: true) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>One attempt. Never throws for what the receiver does.</summary>
    public async Task<WebhookAnswer> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        // Again: the rules may have changed since the address was entered.
        if (_rules.Read(message.Url) is not { Succeeded: true, Value: { } address })
        {
            return new WebhookAnswer(null, WebhookFailure.Address, null);
        }

        using var deadline = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = Compose(message, address);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var text = await ReadAnswerAsync(response, either.Token);
            return new WebhookAnswer((int)response.StatusCode, FailureOf(response.StatusCode), text);
        }
        catch (HttpRequestException failure)
        {
            return new WebhookAnswer(null, FailureOf(failure), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(null, WebhookFailure.Timeout, null);
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Compose(WebhookMessage message, Uri address)
    {
        var body = Encoding.UTF8.GetBytes(message.Body);
        var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var id = message.Id.ToString();
        request.Headers.Add(WebhookSecret.IdHeader, id);
        request.Headers.Add(WebhookSecret.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSecret.SignatureHeader, WebhookSecret.Sign(message.Keys, id, timestamp, body));
        request.Headers.UserAgent.ParseAdd("Ticketing-Webhooks/1");
        return request;
    }

    private static WebhookFailure? FailureOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => WebhookFailure.Redirect,
        _ => WebhookFailure.Status,
    };

    private static WebhookFailure FailureOf(HttpRequestException failure) => failure switch
    {
        { InnerException: RefusedAddressException } => WebhookFailure.Address,
        { HttpRequestError: HttpRequestError.SecureConnectionError } => WebhookFailure.Certificate,
        _ => WebhookFailure.Connection,
    };

    // The status has decided: what is missing of the body does not matter.
    private static async Task<string> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var answer = new byte[AnswerBytesMax];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            int read;
            while (length < answer.Length && (read = await body.ReadAsync(answer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
            }
        }
        catch (Exception cause) when (cause is IOException or HttpRequestException or OperationCanceledException)
        {
            return Text(answer.AsSpan(0, length));
        }

        return Text(answer.AsSpan(0, length));
    }

    // PostgreSQL's text cannot contain NUL.
    private static string Text(ReadOnlySpan<byte> answer) => Encoding.UTF8.GetString(answer).Replace("\0", "", StringComparison.Ordinal);
}
