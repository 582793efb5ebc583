using System.Text;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>A POST with a body of JSON, unless it has another type.</summary>
internal sealed record ParityRequest(string Path, byte[] Body)
{
    // Any cookie takes a request out of the fast lane; the API reads none of this name.
    private const string Cookie = "theme=dark";

    public ParityRequest(string path, string body)
        : this(path, Encoding.UTF8.GetBytes(body))
    {
    }

    public string Type { get; init; } = "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sent in chunks, without its length.</summary>
    public bool IsChunked { get; init; }

    public static ParityRequest ToOrder(string body) => new("api/v1/orders", body);

    public ParityRequest With(params (string Name, string Value)[] headers) => this with { Headers = [.. Headers, .. headers] };

    public ParityRequest WithBearer(string token) => With(("Authorization", $"Bearer {token}"));

    public ParityRequest WithByteOrderMark() => this with { Body = [.. Encoding.UTF8.Preamble, .. Body] };

    /// <param name="by">The pipeline: sends a cookie too.</param>
    public async Task<ParityAnswer> SendAsync(HttpClient http, AnsweredBy by)
    {
        var content = new ByteArrayContent(Body);
        content.Headers.TryAddWithoutValidation("Content-Type", Type);
        using var message = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        message.Headers.TransferEncodingChunked = IsChunked ? true : null;
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (by == AnsweredBy.Pipeline)
        {
            message.Headers.Add("Cookie", Cookie);
        }

        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await ParityAnswer.ReadAsync(response);
    }
}
