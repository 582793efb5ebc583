using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.Tests.Storage;

/// <summary>
/// A bucket that speaks the S3 protocol: PUT, GET, HEAD and DELETE of an object with path-style addresses, requests signed with version 4
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html), errors in XML.
/// </summary>
internal sealed class StandInS3 : IAsyncDisposable
{
    public const string Bucket = "tickets";
    public const string AccessKey = "AKIASTANDIN";
    public const string SecretKey = "stand-in/secret+key";
    public const string Region = "eu-central-1";

    private readonly WebApplication _app;
    private int _failures;

    private StandInS3(WebApplication app) => _app = app;

    /// <summary>The objects by <c>/bucket/key</c>.</summary>
    public ConcurrentDictionary<string, Stored> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>The methods of the requests that were served, in order.</summary>
    public ConcurrentQueue<string> Methods { get; } = new();

    public Uri Address => new(_app.Urls.First());

    /// <summary>Settings of an application that stores in it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("Storage:S3:Bucket", Bucket), ("Storage:S3:Endpoint", Address.AbsoluteUri), ("Storage:S3:Region", Region),
        ("Storage:S3:AccessKey", AccessKey), ("Storage:S3:SecretKey", SecretKey),
    ];

    public S3Options Options => new() { Bucket = Bucket, Endpoint = Address, Region = Region, AccessKey = AccessKey, SecretKey = SecretKey };

    public static async Task<StandInS3> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StandInS3(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers this number of requests with 500.</summary>
    public void FailNext(int requests) => _failures = requests;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            await RefuseAsync(context, 500, "InternalError", "We encountered an internal error. Please try again.");
            return;
        }

        _failures = 0;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (S3Signature.Fault(request, body.ToArray(), AccessKey, SecretKey, Region) is var (status, code, message))
        {
            await RefuseAsync(context, status, code, message);
            return;
        }

        Methods.Enqueue(request.Method);
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        if (!path.StartsWith($"/{Bucket}/", StringComparison.Ordinal))
        {
            await RefuseAsync(context, 404, "NoSuchBucket", "The specified bucket does not exist");
            return;
        }

        switch (request.Method)
        {
            case "PUT":
                Objects[path] = new Stored(body.ToArray(), request.ContentType ?? "binary/octet-stream");
                context.Response.Headers.ETag = TagOf(Objects[path]);
                break;
            case "GET" or "HEAD" when Objects.TryGetValue(path, out var found):
                context.Response.Headers.ETag = TagOf(found);
                context.Response.Headers.LastModified = "Mon, 01 Mar 2027 12:00:00 GMT";
                context.Response.ContentType = found.ContentType;
                context.Response.ContentLength = found.Content.Length;
                if (request.Method == "GET")
                {
                    await context.Response.Body.WriteAsync(found.Content);
                }

                break;
            case "GET" or "HEAD":
                await RefuseAsync(context, 404, "NoSuchKey", "The specified key does not exist.");
                break;
            case "DELETE":
                Objects.TryRemove(path, out _);
                context.Response.StatusCode = 204;
                break;
            default:
                await RefuseAsync(context, 405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
                break;
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string code, string message)
    {
        context.Response.StatusCode = status;
        if (context.Request.Method == "HEAD")
        {
            return;
        }

        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XElement(
            "Error", new XElement("Code", code), new XElement("Message", message), new XElement("Resource", context.Request.Path.Value),
            new XElement("RequestId", Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture))));
    }

#pragma warning disable CA5351 // The protocol's tag of a plain object.
    private static string TagOf(Stored stored) => $"\"{Convert.ToHexStringLower(MD5.HashData(stored.Content))}\"";
#pragma warning restore CA5351

    internal sealed record Stored(byte[] Content, string ContentType);
}
