using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ticketing.App.Shared.SitePages;

/// <summary>A page written in Markdown, as HTML.</summary>
/// <param name="Title">Its first heading, as plain text; null if it has none.</param>
internal sealed record SiteText(string? Title, string Html);

/// <summary>Renders CommonMark with tables. HTML in the text is shown as text, and links have no scheme but those of the web and mail.</summary>
internal static class SiteMarkdown
{
    private static readonly string[] Schemes = ["http:", "https:", "mailto:", "tel:"];
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    public static SiteText Render(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (!IsAllowed(link.Url))
            {
                link.Url = "";
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsAllowed(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }

        var title = document.Descendants<HeadingBlock>().FirstOrDefault()?.Inline is { } heading
            ? string.Concat(heading.Descendants<LiteralInline>().Select(text => text.Content.ToString()))
            : null;
        return new SiteText(title, document.ToHtml(Pipeline));
    }

    // Browsers ignore control characters and spaces in a scheme; an address with some is refused.
    private static bool IsAllowed(string? url) => url is not null
        && !url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
        && (!url.Contains(':', StringComparison.Ordinal)
            || url.StartsWith('/') || url.StartsWith('#')
            || Array.Exists(Schemes, scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)));
}
