using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.FileProviders;
using Ticketing.App.Shared;

namespace Ticketing.App.CheckIn.Pwa;

/// <summary>
/// The service worker of the door's app: its script behind the list of the app's files and their common hash. The browser takes a changed text for
/// a new version, so that any changed file is one.
/// </summary>
internal sealed class ServiceWorkerFile(IWebHostEnvironment environment)
{
    /// <summary>The app's document.</summary>
    public const string Shell = "checkin/index.html";

    private const string Script = "js/checkin/service-worker.js";

    // Of the site, beside the app's own folders.
    private static readonly string[] Shared =
    [
        "css/tokens.css", "css/base.css", "css/components.css", "css/checkin.css", "favicon.svg", "js/seatmap/dom.js", "js/seatmap/texts.js",
    ];

    private readonly Lock _lock = new();
    private byte[]? _text;

    private IFileProvider Files => environment.WebRootFileProvider;

    /// <summary>The script as UTF-8; null: the app is not there.</summary>
    public byte[]? Read()
    {
        if (_text is { } known && !environment.IsDevelopment())
        {
            return known;
        }

        lock (_lock)
        {
            return _text = Compose();
        }
    }

    private byte[]? Compose()
    {
        var script = Files.GetFileInfo(Script);
        if (!script.Exists)
        {
            return null;
        }

        List<string> paths =
        [
            .. Below("checkin").Where(path => path != Shell),
            .. Below("js/checkin").Where(path => path.EndsWith(".js", StringComparison.Ordinal) && path != Script),
            .. Below("fonts").Where(path => path.EndsWith(".woff2", StringComparison.Ordinal)),
            .. Shared.Where(path => Files.GetFileInfo(path).Exists),
        ];
        paths.Sort(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths.Append(Script).Append(Shell).Where(path => Files.GetFileInfo(path).Exists))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(SHA256.HashData(BytesOf(path)));
        }

        var version = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
        var assets = JsonSerializer.Serialize(paths.Select(path => "/" + path).Prepend(AppUrls.CheckInApp + "/"));
        return [.. Encoding.UTF8.GetBytes($"const version = \"{version}\"; const assets = {assets};\n"), .. BytesOf(Script)];
    }

    private IEnumerable<string> Below(string folder)
    {
        foreach (var entry in Files.GetDirectoryContents(folder))
        {
            var path = $"{folder}/{entry.Name}";
            if (!entry.IsDirectory)
            {
                // Compressed copies are of the build.
                if (!path.EndsWith(".br", StringComparison.Ordinal) && !path.EndsWith(".gz", StringComparison.Ordinal))
                {
                    yield return path;
                }

                continue;
            }

            foreach (var below in Below(path))
            {
                yield return below;
            }
        }
    }

    private byte[] BytesOf(string path)
    {
        using var stream = Files.GetFileInfo(path).CreateReadStream();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
