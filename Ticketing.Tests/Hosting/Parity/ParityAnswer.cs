using System.IO.Compression;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>A response.</summary>
/// <param name="By">
/// The fast lane's answers have their length, the pipeline's are sent in chunks. Null: a compressed answer, which is always sent in chunks.
/// </param>
/// <param name="Text">Status, headers except date and framing, uncompressed body.</param>
internal sealed record ParityAnswer(int Status, AnsweredBy? By, string Text)
{
    private static readonly string[] NotCompared = ["Date", "Content-Length", "Transfer-Encoding"];

    public static async Task<ParityAnswer> ReadAsync(HttpResponseMessage response)
    {
        var (status, content) = ((int)response.StatusCode, response.Content.Headers);
        var isCompressed = content.ContentEncoding.Contains("gzip");
        AnsweredBy? by = isCompressed ? null : content.Contains("Content-Length") ? AnsweredBy.FastLane : AnsweredBy.Pipeline;
        var headers = response.Headers.Concat(content)
            .Where(header => !NotCompared.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(isCompressed ? new GZipStream(body, CompressionMode.Decompress) : body);
        return new ParityAnswer(
            status, by, $"{status}\n{string.Join('\n', headers)}\n\n{await reader.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }
}
