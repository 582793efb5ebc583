using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Devices;

namespace Ticketing.App.CheckIn.Api;

/// <summary>Reads requests that devices sign, and refuses others before any work.</summary>
internal sealed class SignedRequests(DeviceRequests requests, TimeProvider time)
{
    /// <summary>The maximum length of a body; bytes.</summary>
    public const int BodyBytesMax = 256 * 1024;

    private const int SignatureLength = 64;
    private const int TimeLengthMax = 24;

    /// <returns>The device and the body that it signed, or the answer.</returns>
    public async Task<Outcome<(KnownDevice Device, byte[] Body), ProblemHttpResult>> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > BodyBytesMax)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", "A sync has at most 256 KB: send fewer scans.");
        }

        var headers = context.Request.Headers;
        var (device, at, signature) = (headers["X-Device"].ToString(), headers["X-Device-Time"].ToString(), new byte[SignatureLength]);
        if (!Guid.TryParseExact(device, "d", out var id) || at.Length is 0 or > TimeLengthMax
            || !Convert.TryFromBase64String(headers["X-Device-Signature"].ToString(), signature, out var length) || length != SignatureLength)
        {
            return Unsigned();
        }

        if (await ReadBodyAsync(context) is not { } body)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", "A sync has at most 256 KB: send fewer scans.");
        }

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var verified = await requests.VerifyAsync(
            new DeviceRequest(id, at, signature, context.Request.Method, target, body), context.RequestAborted);
        return verified.Succeeded ? (verified.Value, body) : verified.Refusal switch
        {
            DeviceRequestRefusal.Revoked => Problems.Of(
                StatusCodes.Status401Unauthorized, "device-revoked", "This device was revoked or is over. Ask for a new link.", ("wipe", true)),
            DeviceRequestRefusal.Clock => Problems.Of(
                StatusCodes.Status401Unauthorized, "clock", "The request's time is off by more than five minutes.",
                ("now", time.GetUtcNow().ToUnixTimeMilliseconds())),
            DeviceRequestRefusal.Signature => Unsigned(),
        };
    }

    private static ProblemHttpResult Unsigned() => Problems.Of(
        StatusCodes.Status401Unauthorized, "signature", "The request is not signed by the device that it names.");

    // Null: too long.
    private static async Task<byte[]?> ReadBodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > BodyBytesMax)
            {
                return null;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
        }

        return body.ToArray();
    }
}
