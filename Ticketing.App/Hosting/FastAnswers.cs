using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Ticketing.App.Hosting;

/// <summary>
/// Reads and writes JSON with the API's settings, without the services of a request. The answers are those of the typed results, byte for
/// byte, with their length.
/// </summary>
internal sealed class FastAnswers(IOptions<JsonOptions> json)
{
    private const string JsonType = "application/json; charset=utf-8";
    private const int BytesUsual = 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _ofThread;

    private readonly JsonSerializerOptions _options = json.Value.SerializerOptions;
    private readonly JsonTypeInfo<ProblemDetails> _problem = (JsonTypeInfo<ProblemDetails>)json.Value.SerializerOptions.GetTypeInfo(typeof(ProblemDetails));

    public JsonTypeInfo<T> InfoOf<T>() => (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T));

    /// <summary>Null: the body does not fit; the general pipeline names the place.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> info)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, info);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task WriteAsync<T>(HttpContext context, IResult result, JsonTypeInfo<T> info)
    {
        switch (result)
        {
            case Created<T> created:
                context.Response.Headers.Location = created.Location;
                Write(context.Response, created.StatusCode, JsonType, created.Value!, info);
                break;
            case ProblemHttpResult refused:
                refused.ProblemDetails.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
                Write(context.Response, refused.StatusCode, refused.ContentType, refused.ProblemDetails, _problem);
                break;
            default:
                await result.ExecuteAsync(context);
                break;
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // Synchronous, so that no other answer of this thread uses the buffer meanwhile.
    private void Write<T>(HttpResponse response, int status, string type, T value, JsonTypeInfo<T> info)
    {
        var (buffer, writer) = _ofThread ??= Create();
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, info);
        writer.Flush();
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
    }

    private (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Create()
    {
        var buffer = new ArrayBufferWriter<byte>(BytesUsual);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = _options.Encoder, SkipValidation = true }));
    }
}
