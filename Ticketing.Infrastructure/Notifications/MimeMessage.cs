using System.Net.Mime;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>
/// A mail taken apart for the mailbox page (RFC 5322 and 2045 to 2047, as far as our own mails and usual mail programs
/// go). What cannot be understood is shown as it is; it never throws for what a message says.
/// </summary>
public sealed class MimeMessage
{
    private const int DepthMax = 8;
    private const int PartsMax = 100;

    private readonly List<MimeFile> files = [];

    private MimeMessage(IReadOnlyList<(string Name, string Value)> headers) => Headers = headers;

    /// <summary>Unfolded and decoded, in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    public string Subject => Header("Subject");

    public string From => Header("From");

    public string To => Header("To");

    public string? Html { get; private set; }

    public string? Text { get; private set; }

    public IReadOnlyList<MimeFile> Files => files;

    public static MimeMessage Parse(byte[] content)
    {
        var (headers, body) = MimeSyntax.Split(content);
        var message = new MimeMessage(headers.ConvertAll(header => (header.Name, MimeSyntax.DecodeWords(header.Value))));
        message.Add(headers, body, 0);
        return message;
    }

    public string Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

    private void Add(List<(string Name, string Value)> headers, ReadOnlySpan<byte> body, int depth)
    {
        var type = Type(headers);
        if (type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && type.Boundary is { Length: > 0 } boundary && depth < DepthMax)
        {
            foreach (var range in MimeSyntax.Parts(body, boundary))
            {
                if (files.Count < PartsMax)
                {
                    var (partHeaders, partBody) = MimeSyntax.Split(body[range]);
                    Add(partHeaders, partBody, depth + 1);
                }
            }

            return;
        }

        var decoded = MimeSyntax.DecodeBody(body, Find(headers, "Content-Transfer-Encoding"));
        var disposition = Find(headers, "Content-Disposition");
        var name = FileName(disposition, type);
        var attached = disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase) || name is not null;
        switch (type.MediaType.ToLowerInvariant())
        {
            case "text/html" when !attached && Html is null:
                Html = MimeSyntax.DecodeText(decoded, type.CharSet);
                break;
            case "text/plain" when !attached && Text is null:
                Text = MimeSyntax.DecodeText(decoded, type.CharSet);
                break;
            default:
                files.Add(new MimeFile(name ?? "attachment", type.MediaType, decoded));
                break;
        }
    }

    private static ContentType Type(List<(string Name, string Value)> headers)
    {
        try
        {
            return Find(headers, "Content-Type") is { Length: > 0 } value ? new ContentType(value) : new ContentType("text/plain");
        }
        catch (FormatException)
        {
            return new ContentType("application/octet-stream");
        }
    }

    private static string? FileName(string disposition, ContentType type)
    {
        try
        {
            var name = disposition.Length > 0 ? new ContentDisposition(disposition).FileName : null;
            name ??= type.Name;
            // A name is shown and offered for saving: the path that a sender put before it is not.
            return name is null ? null : Path.GetFileName(MimeSyntax.DecodeWords(name).Replace('\\', '/'));
        }
        catch (FormatException)
        {
            return type.Name;
        }
    }

    private static string Find(List<(string Name, string Value)> headers, string name) =>
        headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}

/// <summary>A file that came with a mail.</summary>
public sealed record MimeFile(string Name, string ContentType, byte[] Content);
