using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Webhooks;

namespace Ticketing.Tests.Webhooks;

/// <summary>A received webhook.</summary>
internal sealed record ArrivedWebhook(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public Guid Id => Guid.Parse(Headers[WebhookSecret.IdHeader]);

    public long Timestamp => long.Parse(Headers[WebhookSecret.TimestampHeader], CultureInfo.InvariantCulture);

    public string Signature => Headers[WebhookSecret.SignatureHeader];

    /// <summary>What the signature by a secret would be.</summary>
    /// <param name="secret"><c>whsec_…</c></param>
    public string SignatureBy(string secret) =>
        WebhookSecret.Sign([Convert.FromBase64String(secret["whsec_".Length..])], Id.ToString(), Timestamp, Encoding.UTF8.GetBytes(Body));
}

/// <summary>A receiver of webhooks on a real port of the loopback interface.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public int Port => new Uri(Address).Port;

    public ConcurrentQueue<ArrivedWebhook> Arrived { get; } = new();

    /// <summary>Writes the answer; by default 200.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Ok;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapFallback(receiver.ReceiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Answers with a status and a text.</summary>
    public void AnswerWith(int status, string text = "") => Answer = context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text);
    };

    public void Clear()
    {
        Arrived.Clear();
        Answer = Ok;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task Ok(HttpContext context) => Task.CompletedTask;

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Arrived.Enqueue(new ArrivedWebhook(
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()));
        await Answer(context);
    }
}
