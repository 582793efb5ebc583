using System.Text;
using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace Ticketing.Infrastructure.Catalog.Stories;

/// <summary>
/// An event's story, written by organizers in a part of Markdown: paragraphs, headings, emphasis, lists and links. What else Markdown has
/// (HTML, code, pictures, quotations, tables) is shown as it was typed. A text without any of the signs, such as one from before stories
/// were Markdown, is its paragraphs.
/// </summary>
public static class StoryText
{
    /// <summary>Characters of <see cref="Teaser"/>, at most.</summary>
    public const int TeaserLengthMax = 200;

    // Organizers nest a list in a list. The parser's own limit allows text that needs much time and stack.
    private const int DepthMax = 32;

    private static readonly MarkdownPipeline Pipeline = BuildPipeline();

    /// <summary>
    /// HTML of only <c>p h3 h4 h5 em strong ul ol li br a</c>. Headings begin below those of the page: the story's highest level becomes
    /// <c>h3</c>. Safe to show: <see cref="StoryHtml"/> writes no other tag, and every text escaped.
    /// </summary>
    public static string ToHtml(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        return TryParse(markdown) is { } document ? StoryHtml.Write(document) : StoryHtml.Write(Paragraphs(markdown));
    }

    /// <summary>The text without its signs, for search, previews, calendars and programs. Empty lines separate paragraphs.</summary>
    public static string ToPlain(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        return TryParse(markdown) is { } document ? StoryPlain.Write(document) : string.Join("\n\n", Paragraphs(markdown));
    }

    /// <summary>One or two sentences for previews: the event's summary, or the beginning of its story if it has none.</summary>
    public static string Teaser(string summary, string markdown)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (!string.IsNullOrWhiteSpace(summary))
        {
            return summary;
        }

        var words = ToPlain(markdown).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var teaser = new StringBuilder();
        foreach (var word in words)
        {
            if (teaser.Length + word.Length + 2 > TeaserLengthMax)
            {
                return teaser.Append('…').ToString();
            }

            teaser.Append(teaser.Length == 0 ? "" : " ").Append(word);
        }

        return teaser.ToString();
    }

    /// <summary>The paragraphs of a text that is no Markdown.</summary>
    internal static string[] Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Null: nested too deeply. The parser throws, as its limit cannot be reached by text that makes sense.
    private static MarkdownDocument? TryParse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = DepthMax };
        builder.BlockParsers.TryRemove<HtmlBlockParser>();
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.BlockParsers.TryRemove<FencedCodeBlockParser>();
        builder.BlockParsers.TryRemove<QuoteBlockParser>();
        builder.BlockParsers.TryRemove<ThematicBreakParser>();
        if (builder.BlockParsers.FindExact<ParagraphBlockParser>() is { } paragraphs)
        {
            // A line of hyphens below a text is a separator that was typed, seldom a heading.
            paragraphs.ParseSetextHeadings = false;
        }

        builder.InlineParsers.TryRemove<CodeInlineParser>();
        builder.InlineParsers.TryRemove<HtmlEntityParser>();
        // Addresses in angle brackets are links; tags in them are text.
        builder.InlineParsers.ReplaceOrAdd<AutolinkInlineParser>(new AutolinkInlineParser(new AutolinkOptions { EnableHtmlParsing = false }));
        return builder.Build();
    }
}
