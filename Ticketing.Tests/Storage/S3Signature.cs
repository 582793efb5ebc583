using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ticketing.Tests.Storage;

/// <summary>Checks a request's signature, version 4, from the header <c>Authorization</c>, with the hash of its body.</summary>
internal static partial class S3Signature
{
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(15);

    /// <summary>Null: the signature is right.</summary>
    public static (int Status, string Code, string Message)? Fault(HttpRequest request, byte[] body, string accessKey, string secretKey, string region)
    {
        if (Form().Match(request.Headers.Authorization.ToString()) is not { Success: true } signed)
        {
            return (403, "AccessDenied", "Access Denied");
        }

        var scope = signed.Groups["scope"].Value.Split('/');
        var time = request.Headers["x-amz-date"].ToString();
        if (signed.Groups["key"].Value != accessKey)
        {
            return (403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        }

        if (!DateTimeOffset.TryParseExact(time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            || (DateTimeOffset.UtcNow - at).Duration() > SkewMax)
        {
            return (403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
        }

        if (scope is not [var day, var signedRegion, "s3", "aws4_request"] || day != time[..8] || signedRegion != region)
        {
            return (400, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region is wrong.");
        }

        var hash = request.Headers["x-amz-content-sha256"].ToString();
        if (hash.StartsWith("STREAMING", StringComparison.Ordinal))
        {
            return (501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }

        if (hash != "UNSIGNED-PAYLOAD" && hash != Convert.ToHexStringLower(SHA256.HashData(body)))
        {
            return (400, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }

        var headers = signed.Groups["headers"].Value.Split(';');
        if (!headers.Contains("host") || !headers.Contains("x-amz-date") || !headers.Contains("x-amz-content-sha256"))
        {
            return (403, "AccessDenied", "There were headers present in the request which were not signed");
        }

        var expected = SignatureOf(request, headers, hash, time, scope, secretKey);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signed.Groups["signature"].Value))
            ? null
            : (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
    }

    private static string SignatureOf(HttpRequest request, string[] headers, string hash, string time, string[] scope, string secretKey)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2);
        var query = (target.Length == 1 ? "" : target[1]).Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal);
        var canonical = string.Join('\n',
        [
            request.Method, target[0], string.Join('&', query),
            .. headers.Select(name => $"{name}:{Spaces().Replace(request.Headers[name].ToString().Trim(), " ")}"),
            "", string.Join(';', headers), hash,
        ]);
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{string.Join('/', scope)}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), (secret, part) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    [GeneratedRegex(@"^AWS4-HMAC-SHA256\s+Credential=(?<key>[^/]+)/(?<scope>[^,]+),\s*SignedHeaders=(?<headers>[^,]+),\s*Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Form();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
