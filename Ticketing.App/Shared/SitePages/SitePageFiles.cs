using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Shared.SitePages;

/// <summary>
/// Reads the owner's pages from the directory <c>Site:Pages</c>. A changed file is shown with the next request; its text is cached until
/// then.
/// </summary>
internal sealed partial class SitePageFiles(IOptions<SiteOptions> site, ILogger<SitePageFiles> logger) : IHostedService
{
    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, SiteText Text)> _texts = new(StringComparer.Ordinal);

    /// <summary>The page in that language, else in another; null if the owner has not written it.</summary>
    public async Task<(SiteText Text, CultureInfo Language)?> FindAsync(SitePage page, CultureInfo language, CancellationToken cancellationToken)
    {
        foreach (var candidate in LanguagesFor(language))
        {
            if (PathOf(page, candidate) is { } path && File.Exists(path))
            {
                return (await ReadAsync(path, cancellationToken), candidate);
            }
        }

        return null;
    }

    /// <summary>Whether the page exists in any language.</summary>
    public bool Has(SitePage page) => Languages.All.Any(language => PathOf(page, language) is { } path && File.Exists(path));

    /// <summary>Names the missing files once, at start: a shop needs them before it sells.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var missing = Enum.GetValues<SitePage>().Where(page => !Has(page)).Select(page => $"{page.ToWord()}.{Languages.All[0].TwoLetterISOLanguageName}.md").ToList();
        if (missing.Count > 0)
        {
            LogMissing(string.Join(", ", missing), site.Value.Pages ?? "Site:Pages (not set)");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<SiteText> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var writtenAt = File.GetLastWriteTimeUtc(path);
        if (_texts.TryGetValue(path, out var known) && known.WrittenAt == writtenAt)
        {
            return known.Text;
        }

        var text = SiteMarkdown.Render(await File.ReadAllTextAsync(path, cancellationToken));
        _texts[path] = (writtenAt, text);
        return text;
    }

    private string? PathOf(SitePage page, CultureInfo language) => site.Value.Pages is { } directory
        ? Path.Combine(directory, $"{page.ToWord()}.{language.TwoLetterISOLanguageName}.md")
        : null;

    private static IEnumerable<CultureInfo> LanguagesFor(CultureInfo language) =>
        Languages.All.OrderBy(candidate => candidate.TwoLetterISOLanguageName != language.TwoLetterISOLanguageName);

    [LoggerMessage(LogLevel.Warning, "The site has no {Missing} in {Directory}: footer and checkout link only the pages that exist. In many countries terms, privacy and imprint are mandatory.")]
    private partial void LogMissing(string missing, string directory);
}
