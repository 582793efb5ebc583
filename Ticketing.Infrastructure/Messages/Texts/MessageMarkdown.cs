using System.Text;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Ticketing.Core.Messages;

namespace Ticketing.Infrastructure.Messages.Texts;

/// <summary>A message's body for one recipient.</summary>
/// <param name="Html">For a mail: inline styles, no HTML of the writer.</param>
/// <param name="Text">The same as plain text.</param>
internal sealed record MessageBody(string Html, string Text);

/// <summary>
/// Renders the Markdown of a message. Fields are replaced in the parsed document, so a value is text whatever characters it has: a name
/// cannot add a link, emphasis or HTML. HTML in the source is shown as text; links lead to the web, to mail and to telephones only; pictures
/// are left out, because mail programs would tell their servers who reads.
/// </summary>
internal static class MessageMarkdown
{
    private const string Ink = "#17151f";
    private const string Accent = "#4b36dd";

    private static readonly string[] Schemes = ["http://", "https://", "mailto:", "tel:"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <param name="valueOf">The value of a field of <see cref="MessageFields"/>.</param>
    public static MessageBody Render(string markdown, Func<string, string> valueOf)
    {
        var document = Parse(markdown);
        foreach (var inline in document.Descendants<LinkInline>().ToList())
        {
            Check(inline, valueOf);
        }

        foreach (var inline in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsAllowed(link.Url)).ToList())
        {
            inline.ReplaceBy(new LiteralInline(inline.Url));
        }

        foreach (var literal in document.Descendants<LiteralInline>().ToList())
        {
            Fill(literal, valueOf);
        }

        foreach (var code in document.Descendants<CodeInline>().ToList())
        {
            code.Content = MessageFields.Fill(code.Content, valueOf);
        }

        Style(document);
        return new MessageBody(document.ToHtml(Pipeline).Trim(), MessagePlainText.Of(document));
    }

    // The parser refuses what is nested too deeply: such a text is shown as it was typed.
    private static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            var inlines = new ContainerInline();
            inlines.AppendChild(new LiteralInline(markdown));
            return [new ParagraphBlock { Inline = inlines }];
        }
    }

    private static void Check(LinkInline link, Func<string, string> valueOf)
    {
        // The parser has escaped the braces of a field.
        var url = Uri.UnescapeDataString(link.Url ?? "").Trim() == MessageFields.Link ? valueOf(MessageFields.Link) : link.Url;
        if (link.IsImage || !IsAllowed(url))
        {
            var shown = string.Concat(link.Descendants<LiteralInline>().Select(literal => literal.Content.ToString()));
            link.ReplaceBy(new LiteralInline(shown), copyChildren: false);
            return;
        }

        link.Url = url;
    }

    // A link's address in a text becomes a link.
    private static void Fill(LiteralInline literal, Func<string, string> valueOf)
    {
        var text = literal.Content.ToString();
        var at = text.IndexOf(MessageFields.Link, StringComparison.Ordinal);
        if (at < 0 || valueOf(MessageFields.Link) is not { Length: > 0 } url || literal.FindParentOfType<LinkInline>().Any())
        {
            literal.Content = new(MessageFields.Fill(text, valueOf));
            return;
        }

        var (before, after) = (text[..at], text[(at + MessageFields.Link.Length)..]);
        var link = new LinkInline(url, "") { IsClosed = true };
        link.AppendChild(new LiteralInline(url));
        var rest = new LiteralInline(after);
        literal.Content = new(MessageFields.Fill(before, valueOf));
        literal.InsertAfter(link);
        link.InsertAfter(rest);
        Fill(rest, valueOf);
    }

    // Old mail programs read inline styles only.
    private static void Style(MarkdownDocument document)
    {
        foreach (var block in document.Descendants<Block>())
        {
            var style = block switch
            {
                HeadingBlock heading => $"margin:24px 0 8px;font-size:{(heading.Level <= 1 ? 20 : 17)}px;line-height:1.3;font-weight:700;color:{Ink}",
                ParagraphBlock => $"margin:0 0 16px;color:{Ink}",
                ListBlock => "margin:0 0 16px;padding-left:24px",
                ListItemBlock => "margin:0 0 4px",
                QuoteBlock => "margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid #e5e1db",
                CodeBlock => "margin:0 0 16px;padding:12px;background:#f3f1ed;border-radius:8px;white-space:pre-wrap",
                ThematicBreakBlock => "margin:24px 0;border:0;border-top:1px solid #e5e1db",
                _ => null,
            };
            if (style is not null)
            {
                block.GetAttributes().AddProperty("style", style);
            }
        }

        foreach (var link in document.Descendants<LinkInline>())
        {
            link.GetAttributes().AddProperty("style", $"color:{Accent}");
        }
    }

    // Relative addresses would lead to the reader's mail program.
    private static bool IsAllowed(string? url) => url is not null
        && !url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
        && Array.Exists(Schemes, scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A Markdown document as plain text, as people write it in mails.</summary>
internal static class MessagePlainText
{
    public static string Of(MarkdownDocument document)
    {
        var text = new StringBuilder();
        Write(document, "", text);
        return text.ToString().TrimEnd();
    }

    private static void Write(ContainerBlock blocks, string indent, StringBuilder text)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ListBlock list:
                    WriteList(list, indent, text);
                    break;
                case QuoteBlock quote:
                    Write(quote, indent + "> ", text);
                    break;
                case ContainerBlock inner:
                    Write(inner, indent, text);
                    break;
                case ThematicBreakBlock:
                    text.Append(indent).Append("----\n\n");
                    break;
                case LeafBlock leaf:
                    var content = leaf.Inline is { } inline ? Line(inline) : leaf.Lines.ToString();
                    text.Append(indent).Append(content.Replace("\n", "\n" + indent, StringComparison.Ordinal)).Append("\n\n");
                    break;
                default:
                    break;
            }
        }
    }

    private static void WriteList(ListBlock list, string indent, StringBuilder text)
    {
        var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? $"{number++}. " : "- ";
            var content = new StringBuilder();
            Write(item, "", content);
            var lines = content.ToString().TrimEnd().Replace("\n\n", "\n", StringComparison.Ordinal);
            text.Append(indent).Append(mark)
                .Append(lines.Replace("\n", "\n" + indent + new string(' ', mark.Length), StringComparison.Ordinal)).Append('\n');
        }

        text.Append('\n');
    }

    private static string Line(ContainerInline inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline => "\n",
                LinkInline link => Line(link) is var shown && (shown == link.Url || shown.Length == 0) ? link.Url : $"{Line(link)} ({link.Url})",
                AutolinkInline link => link.Url,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline container => Line(container),
                _ => "",
            });
        }

        return text.ToString();
    }
}
