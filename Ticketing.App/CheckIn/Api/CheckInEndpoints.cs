using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Devices;
using Ticketing.Infrastructure.CheckIn.Packs;
using Ticketing.Infrastructure.CheckIn.Sync;

namespace Ticketing.App.CheckIn.Api;

/// <summary>The API of the door's devices. All but the enrolment carry the device's signature: <see cref="SignedRequests"/>.</summary>
internal static class CheckInEndpoints
{
    private const string Signed =
        "Signed by the device: the headers X-Device, X-Device-Time and X-Device-Signature, ECDSA P-256 over method, address, body and time.";

    public static void MapCheckInApi(this WebApplication app)
    {
        var group = app.MapGroup(AppUrls.ApiCheckIn).WithTags("Check-in").DisableAntiforgery();
        group.MapPost("enrol", EnrolAsync).WithName("EnrolDevice").WithSummary("Make a phone the device of a link, once");
        group.MapGet("device", DescribeAsync).WithName("GetDevice").WithSummary("What the device may do, and where").WithDescription(Signed);
        group.MapPost("shift", ShiftAsync).WithName("BeginShift").WithSummary("The key of the search, for devices that may search").WithDescription(Signed);
        group.MapGet("performances/{id:guid}/pack", PackAsync).WithName("GetPack").WithSummary("All that a device decides by, compressed by Brotli")
            .WithDescription(Signed).Produces(StatusCodes.Status200OK, contentType: "application/json").Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("sync", SyncAsync).WithName("SyncDevice").WithSummary("Send scans, and get what has changed")
            .WithDescription(Signed).Accepts<SyncRequest>("application/json");
    }

    private static async Task<Results<Ok<DeviceAnswer>, ProblemHttpResult>> EnrolAsync(
        EnrolRequest body, HttpContext context, EnrolDeviceHandler handler, DeviceDescriptions descriptions, TimeProvider time)
    {
        var key = new byte[200];
        if (!Convert.TryFromBase64String(body.PublicKey, key, out var length))
        {
            return Problems.Invalid("publicKey", "SubjectPublicKeyInfo of a P-256 key, in Base64.");
        }

        var enrolled = await handler.HandleAsync(new EnrolDevice(body.Token, key[..length]), context.RequestAborted);
        return enrolled.Succeeded
            ? TypedResults.Ok(DeviceAnswer.Of(await descriptions.ReadAsync(enrolled.Value, context.RequestAborted), time.GetUtcNow()))
            : enrolled.Refusal switch
            {
                EnrolRefusal.Unknown => Problems.Of(
                    StatusCodes.Status404NotFound, "invite-unknown", "This link was used, is over, or is wrong. Ask for a new one."),
                EnrolRefusal.KeyInvalid => Problems.Invalid("publicKey", "SubjectPublicKeyInfo of a P-256 key, in Base64."),
            };
    }

    private static async Task<Results<Ok<DeviceAnswer>, ProblemHttpResult>> DescribeAsync(
        HttpContext context, SignedRequests requests, DeviceDescriptions descriptions, TimeProvider time)
    {
        var signed = await requests.ReadAsync(context);
        return signed.Succeeded
            ? TypedResults.Ok(DeviceAnswer.Of(await descriptions.ReadAsync(signed.Value.Device, context.RequestAborted), time.GetUtcNow()))
            : signed.Refusal;
    }

    private static async Task<Results<Ok<ShiftAnswer>, ProblemHttpResult>> ShiftAsync(HttpContext context, SignedRequests requests, SearchKeys keys)
    {
        var signed = await requests.ReadAsync(context);
        if (!signed.Succeeded)
        {
            return signed.Refusal;
        }

        return await keys.FindAsync(signed.Value.Device, context.RequestAborted) is { } key
            ? TypedResults.Ok(new ShiftAnswer(Convert.ToBase64String(key.Key), key.Until.ToUnixTimeMilliseconds()))
            : Problems.Of(StatusCodes.Status403Forbidden, "forbidden", "This device may not search.");
    }

    /// <param name="id">The performance.</param>
    private static async Task<IResult> PackAsync(Guid id, HttpContext context, SignedRequests requests, PackStore packs)
    {
        var signed = await requests.ReadAsync(context);
        if (!signed.Succeeded)
        {
            return signed.Refusal;
        }

        if (await packs.FindAsync(new PerformanceId(id), signed.Value.Device, context.RequestAborted) is not { } pack)
        {
            return Problems.NotFound("There is no such performance for this device.");
        }

        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = pack.ETag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept-Encoding";
        if (request.Headers.IfNoneMatch.ToString() == pack.ETag)
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        if (request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "br";
            return TypedResults.Bytes(pack.Brotli, "application/json");
        }

        return TypedResults.Stream(
            async body =>
            {
                await using var plain = new BrotliStream(new MemoryStream(pack.Brotli.ToArray()), CompressionMode.Decompress);
                await plain.CopyToAsync(body, context.RequestAborted);
            },
            "application/json");
    }

    private static async Task<Results<Ok<SyncAnswer>, ProblemHttpResult>> SyncAsync(
        HttpContext context, SignedRequests requests, SyncHandler handler, TimeProvider time)
    {
        var arrived = time.GetUtcNow();
        var signed = await requests.ReadAsync(context);
        if (!signed.Succeeded)
        {
            return signed.Refusal;
        }

        if (SyncText.Read(signed.Value.Body, signed.Value.Device) is not { } command)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "bad-request", "A sync is a JSON object with at most 500 scans.");
        }

        var result = await handler.HandleAsync(command, context.RequestAborted);
        return TypedResults.Ok(AnswerOf(result, arrived, time.GetUtcNow()));
    }

    private static SyncAnswer AnswerOf(SyncResult result, DateTimeOffset arrived, DateTimeOffset now) => new(
        arrived.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(), result.Taken,
        [.. result.Odd.Select(odd => new OddItem(odd.Nonce, odd.Reason))],
        [.. result.Verdicts.Select(verdict => new VerdictItem(
            verdict.Nonce, verdict.Judged.ToWord(), verdict.Flags,
            verdict.Other is { } other ? new OtherItem(other.Gate, other.Device, other.At.ToUnixTimeMilliseconds()) : null))],
        result.Changes.ToDictionary(change => change.Key.ToString(), change => ChangesOf(change.Value)),
        result.Occupancy.ToDictionary(door => door.Key.ToString(), door => OccupancyOf(door.Value)),
        [.. result.Commands.Select(command => new CommandItem(
            command.Id, command.Kind.ToWord(), command.Text, command.CreatedAt.ToUnixTimeMilliseconds()))],
        Retry: !result.IsStored);

    private static ChangesItem ChangesOf(PackChanges changes)
    {
        if (changes.NeedsPack)
        {
            return new ChangesItem(changes.Epoch, Pack: true, null, null, null, null, null);
        }

        return new ChangesItem(
            changes.Epoch, null, changes.To, changes.HasMore, Convert.ToBase64String(changes.Rows),
            changes.SealedNotes is { } notes ? Convert.ToBase64String(notes) : null,
            changes.Search is { } search ? new SearchItem(Convert.ToBase64String(search.AsSpan(0, 12)), Convert.ToBase64String(search.AsSpan(12))) : null);
    }

    private static OccupancyItem OccupancyOf(DoorOccupancy occupancy) => new(
        occupancy.Inside, occupancy.Entered, occupancy.Left, occupancy.Today, occupancy.Capacity,
        occupancy.Gates.ToDictionary(gate => gate.Key.ToString(), gate => new GateOccupancyItem(gate.Value.Inside, gate.Value.Entered)));
}
