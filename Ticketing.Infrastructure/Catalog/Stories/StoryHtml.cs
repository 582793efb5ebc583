using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ticketing.Infrastructure.Catalog.Stories;

/// <summary>
/// Writes a story's HTML. The tags are the constants below and attributes are a link's checked address and a list's first number, so the
/// output is safe by construction, whatever the parser makes of a text: a kind of node that is not known here is written as its text.
/// </summary>
internal sealed class StoryHtml
{
    // The page has h1 and h2.
    private const int HeadingFirst = 3;
    private const int HeadingLast = 5;

    // Tells search engines that the site does not vouch for the address, and gives the other page no handle of this one.
    private const string LinkAttributes = "rel=\"nofollow ugc noopener\"";

    private readonly StringBuilder _html = new();
    private readonly List<int> _levels;
    private bool _isInLink;

    private StoryHtml(List<int> levels) => _levels = levels;

    public static string Write(MarkdownDocument document)
    {
        var writer = new StoryHtml([.. document.Descendants<HeadingBlock>().Select(heading => heading.Level).Distinct().Order()]);
        writer.WriteBlocks(document);
        return writer._html.ToString();
    }

    /// <summary>Paragraphs of a text that is no Markdown.</summary>
    public static string Write(IEnumerable<string> paragraphs)
    {
        var writer = new StoryHtml([]);
        foreach (var paragraph in paragraphs)
        {
            writer._html.Append("<p>");
            writer.WriteText(paragraph);
            writer._html.Append("</p>\n");
        }

        return writer._html.ToString();
    }

    private void WriteBlocks(ContainerBlock container)
    {
        foreach (var block in container)
        {
            WriteBlock(block);
        }
    }

    private void WriteBlock(Block block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                var level = Math.Min(HeadingFirst + _levels.IndexOf(heading.Level), HeadingLast).ToString(CultureInfo.InvariantCulture);
                WriteLeaf(heading, $"<h{level}>", $"</h{level}>\n");
                break;
            case ListBlock list:
                WriteList(list);
                break;
            case LinkReferenceDefinitionGroup or LinkReferenceDefinition or BlankLineBlock:
                // Shown by the links that refer to them, or not at all.
                break;
            case LeafBlock leaf:
                WriteLeaf(leaf, "<p>", "</p>\n");
                break;
            case ContainerBlock other:
                WriteBlocks(other);
                break;
        }
    }

    private void WriteList(ListBlock list)
    {
        var isNumbered = list.IsOrdered && int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var start = isNumbered && list.OrderedStart is not (null or "1")
            ? $" start=\"{int.Parse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}\""
            : "";
        _html.Append(list.IsOrdered ? $"<ol{start}>\n" : "<ul>\n");
        foreach (var item in list.OfType<ListItemBlock>())
        {
            _html.Append("<li>");
            foreach (var block in item)
            {
                if (block is ParagraphBlock paragraph && !list.IsLoose)
                {
                    WriteLeaf(paragraph, "", "\n");
                }
                else
                {
                    WriteBlock(block);
                }
            }

            _html.Append("</li>\n");
        }

        _html.Append(list.IsOrdered ? "</ol>\n" : "</ul>\n");
    }

    private void WriteLeaf(LeafBlock leaf, string open, string close)
    {
        _html.Append(open);
        if (leaf.Inline is { } inlines)
        {
            WriteInlines(inlines);
        }
        else
        {
            WriteText(leaf.Lines.ToString());
        }

        _html.Append(close);
    }

    private void WriteInlines(ContainerInline container)
    {
        foreach (var inline in container)
        {
            WriteInline(inline);
        }
    }

    private void WriteInline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                WriteText(literal.Content.ToString());
                break;
            case LineBreakInline line:
                _html.Append(line.IsHard ? "<br>\n" : "\n");
                break;
            case EmphasisInline emphasis:
                var tag = emphasis.DelimiterCount == 2 ? "strong" : "em";
                _html.Append('<').Append(tag).Append('>');
                WriteInlines(emphasis);
                _html.Append("</").Append(tag).Append('>');
                break;
            case LinkInline { IsImage: false } link:
                WriteLink(link.GetDynamicUrl?.Invoke() ?? link.Url, () => WriteInlines(link));
                break;
            case AutolinkInline address:
                WriteLink(address.IsEmail ? "mailto:" + address.Url : address.Url, () => WriteText(address.Url));
                break;
            case DelimiterInline delimiter:
                WriteText(delimiter.ToLiteral());
                WriteInlines(delimiter);
                break;
            case ContainerInline other:
                // A picture: its description.
                WriteInlines(other);
                break;
            case CodeInline code:
                WriteText(code.Content);
                break;
            case HtmlInline html:
                WriteText(html.Tag);
                break;
            case HtmlEntityInline entity:
                WriteText(entity.Original.ToString());
                break;
        }
    }

    private void WriteLink(string? url, Action writeText)
    {
        if (_isInLink || StoryLink.AddressOf(url) is not { } address)
        {
            writeText();
            return;
        }

        _html.Append("<a href=\"");
        WriteText(address);
        _html.Append("\" ").Append(LinkAttributes).Append('>');
        _isInLink = true;
        writeText();
        _isInLink = false;
        _html.Append("</a>");
    }

    // HTML of text and of attributes in double quotes. Control characters, which no browser shows, are left out.
    private void WriteText(string text)
    {
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => _html.Append("&amp;"),
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                '\n' or '\t' => _html.Append(character),
                _ when char.IsControl(character) => _html,
                _ => _html.Append(character),
            };
        }
    }
}
