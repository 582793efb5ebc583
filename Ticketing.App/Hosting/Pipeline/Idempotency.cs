using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Idempotency;

namespace Ticketing.App.Hosting.Pipeline;

/// <summary>
/// <c>Idempotency-Key</c> on API POSTs: the same key with the same body gets the first response again, on every instance; with
/// another body it is refused. Keys are scoped to the caller's credential; a guest's key is the identity alone and must be random. See draft-ietf-httpapi-idempotency-key-header.
/// </summary>
/// <remarks>
/// Endpoints with <see cref="WritesItsRequest"/> get the request as a feature and store its key in their own transaction.
/// </remarks>
internal sealed class Idempotency(RequestDelegate next, IdempotencyStore store)
{
    public const string Header = "Idempotency-Key";
    private const string BadKeyType = "bad-idempotency-key";
    private const string Bearer = "Bearer ";
    private const int KeyLengthMax = 255;

    // 128 random bits have at least 22 letters, in base64url; of these about 18 differ, which makes 92; 13 nearly always do, which makes 81.
    private const int GuestKeyLengthMin = 22;
    private const int GuestKeyWeightMin = 80;

    private const int BodyBytesInMemory = 64 * 1024;

    // How long a repeat waits for the first request, and its polling interval.
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads the key of a request whose content is in memory.</summary>
    /// <param name="content">What is hashed: the query, a line break, the body.</param>
    /// <param name="request">Null without a key.</param>
    /// <returns>False: the key is refused.</returns>
    public static bool TryRead(HttpContext context, ReadOnlySpan<byte> content, out RepeatableRequest? request)
    {
        request = null;
        if (!Applies(context.Request))
        {
            return true;
        }

        var key = context.Request.Headers[Header].ToString();
        var credential = CredentialOf(context);
        if (Check(key, credential) is not null)
        {
            return false;
        }

        request = new RepeatableRequest(IdOf(context, credential, key), SHA256.HashData(content));
        return true;
    }

    /// <summary>Whether the bearer token is a secret of a hold or an order, and so no API token of an account.</summary>
    public static bool HasSecretAsToken(HttpRequest request) => HoldOwner.IsKey(BearerToken(request.Headers.Authorization.ToString()));

    public Task InvokeAsync(HttpContext context) => Applies(context.Request) ? AnswerAsync(context) : next(context);

    private async Task AnswerAsync(HttpContext context)
    {
        var key = context.Request.Headers[Header].ToString();
        var credential = CredentialOf(context);
        if (Check(key, credential) is { } bad)
        {
            await bad.ExecuteAsync(context);
            return;
        }

        var request = new RepeatableRequest(IdOf(context, credential, key), await HashAsync(context.Request, context.RequestAborted));
        if (context.GetEndpoint()?.Metadata.GetMetadata<WritesItsRequest>() is not null)
        {
            context.Features.Set(request);
            await next(context);
            return;
        }

        switch (await ClaimAsync(request, AccountOf(context), context.RequestAborted))
        {
            case IdempotencyClaim.First first:
                await AnswerFirstAsync(context, request, first);
                break;
            case IdempotencyClaim.Repeat repeat:
                context.Response.Headers["Idempotent-Replayed"] = "true";
                await WriteAsync(context, repeat.Answer);
                break;
            case IdempotencyClaim.KeyReused:
                await Problems.KeyReused().ExecuteAsync(context);
                break;
            case IdempotencyClaim.InProgress:
                context.Response.Headers.RetryAfter = "1";
                await Problems.Of(StatusCodes.Status409Conflict, "idempotency-in-progress", "The first request with this key is still being answered.")
                    .ExecuteAsync(context);
                break;
        }
    }

    // Responses with credentials are not stored.
    private static bool Applies(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.Headers.ContainsKey(Header)
        && request.Path.StartsWithSegments(AppUrls.ApiRoot, StringComparison.OrdinalIgnoreCase)
        && !request.Path.StartsWithSegments(AppUrls.ApiAuth, StringComparison.OrdinalIgnoreCase);

    private static ProblemHttpResult? Check(string key, string? credential) =>
        key.Length is 0 or > KeyLengthMax || key.Any(letter => letter is < ' ' or > '~')
            ? Problems.Of(StatusCodes.Status400BadRequest, BadKeyType, $"{Header} takes 1 to {KeyLengthMax} visible ASCII characters.")
            : credential is null && !IsUnguessable(key)
                ? Problems.Of(
                    StatusCodes.Status400BadRequest, BadKeyType,
                    $"Without a credential {Header} identifies you: send at least 128 random bits, for example a UUID.")
                : null;

    // No test for randomness: it refuses what people type and count, whose few letters repeat.
    private static bool IsUnguessable(string key)
    {
        if (key.Length < GuestKeyLengthMin)
        {
            return false;
        }

        // The visible ASCII characters that occur, a bit each.
        var letters = UInt128.Zero;
        foreach (var letter in key)
        {
            letters |= UInt128.One << letter;
        }

        return key.Length * Math.Log2((int)UInt128.PopCount(letters)) >= GuestKeyWeightMin;
    }

    /// <summary>
    /// The account, an organization's key, or the secret of a hold or an order; null: a guest. Anything else that a client sends in place of a secret may be
    /// sent by others too and is no credential, nor is the address, which is shared and changes.
    /// </summary>
    private static string? CredentialOf(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier)
        ?? AccountClaims.Key(context.User)
        ?? Secret(context.Request.Headers["Hold-Secret"].ToString())
        ?? Secret(BearerToken(context.Request.Headers.Authorization.ToString()))
        ?? (BuyerKey.TryGet(context, out var buyer) ? buyer : null);

    private static string? Secret(string text) => HoldOwner.IsKey(text) ? text : null;

    private static string BearerToken(string authorization) =>
        authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : "";

    /// <summary>Hash of route, credential and key: a guessed key does not reveal another caller's response.</summary>
    private static Guid IdOf(HttpContext context, string? credential, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Request.Path.Value?.ToUpperInvariant()}\n{credential}\n{key}"), hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var query = Encoding.UTF8.GetBytes($"{request.QueryString.Value}\n");
        if (request.ContentLength is { } length and <= BodyBytesInMemory)
        {
            // The common case. EnableBuffering would rent its whole limit per request: half a gigabyte for ten thousand.
            var all = new byte[query.Length + length];
            query.CopyTo(all, 0);
            var filled = await request.Body.ReadAtLeastAsync(
                all.AsMemory(query.Length), (int)length, throwOnEndOfStream: false, cancellationToken);
            request.Body = new MemoryStream(all, query.Length, filled, writable: false);
            return SHA256.HashData(all.AsSpan(0, query.Length + filled));
        }

        request.EnableBuffering(BodyBytesInMemory);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(query);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static UserId? AccountOf(HttpContext context) =>
        Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var user) ? new UserId(user) : null;

    private async Task<IdempotencyClaim> ClaimAsync(RepeatableRequest request, UserId? user, CancellationToken cancellationToken)
    {
        var until = Environment.TickCount64 + (long)WaitMax.TotalMilliseconds;
        while (true)
        {
            var claim = await store.ClaimAsync(request, user, cancellationToken);
            if (claim is not IdempotencyClaim.InProgress || Environment.TickCount64 >= until)
            {
                return claim;
            }

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private async Task AnswerFirstAsync(HttpContext context, RepeatableRequest request, IdempotencyClaim.First claim)
    {
        var response = context.Response;
        var wire = response.Body;
        using var kept = new MemoryStream();
        response.Body = kept;
        try
        {
            await next(context);
        }
        catch
        {
            // Not the request's token: it may be cancelled, and the claim must be released.
            await store.ReleaseAsync(request, claim, CancellationToken.None);
            throw;
        }
        finally
        {
            response.Body = wire;
        }

        var answer = new StoredAnswer(response.StatusCode, response.ContentType, kept.ToArray());
        if (IsFinal(answer.Status))
        {
            await store.CompleteAsync(request, claim, answer, CancellationToken.None);
        }
        else
        {
            await store.ReleaseAsync(request, claim, CancellationToken.None);
        }

        if (answer.Body.Length > 0)
        {
            await wire.WriteAsync(answer.Body, context.RequestAborted);
        }
    }

    // Refusals that can change on a retry are not stored.
    private static bool IsFinal(int status) => status < 500 && status is not (400 or 401 or 403 or 408 or 413 or 415 or 425 or 429);

    private static async Task WriteAsync(HttpContext context, StoredAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Body.Length > 0)
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }
}

/// <summary>Marks an endpoint whose use case stores the <see cref="RepeatableRequest"/> in its own transaction.</summary>
internal sealed class WritesItsRequest
{
    public static readonly WritesItsRequest Metadata = new();
}
