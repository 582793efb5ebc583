using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ticketing.Infrastructure.Catalog.Stories;

/// <summary>Writes a story as plain text: blocks separated by empty lines, items of lists by lines that begin with a hyphen or a number.</summary>
internal static class StoryPlain
{
    public static string Write(MarkdownDocument document)
    {
        var blocks = new List<string>();
        Collect(document, blocks);
        return string.Join("\n\n", blocks.Where(block => block.Length > 0));
    }

    private static void Collect(ContainerBlock container, List<string> blocks)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case ListBlock list:
                    blocks.Add(string.Join('\n', Items(list)));
                    break;
                case LinkReferenceDefinitionGroup or LinkReferenceDefinition or BlankLineBlock:
                    break;
                case LeafBlock leaf:
                    blocks.Add(TextOf(leaf));
                    break;
                case ContainerBlock other:
                    Collect(other, blocks);
                    break;
            }
        }
    }

    private static IEnumerable<string> Items(ListBlock list)
    {
        var number = int.TryParse(list.OrderedStart, System.Globalization.CultureInfo.InvariantCulture, out var first) ? first : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var blocks = new List<string>();
            Collect(item, blocks);
            yield return (list.IsOrdered ? FormattableString.Invariant($"{number}. ") : "- ") + string.Join('\n', blocks);
            number++;
        }
    }

    private static string TextOf(LeafBlock leaf)
    {
        if (leaf.Inline is not { } inlines)
        {
            return leaf.Lines.ToString().Trim();
        }

        var text = new StringBuilder();
        Append(inlines, text);
        return text.ToString().Trim();
    }

    private static void Append(ContainerInline container, StringBuilder text)
    {
        foreach (var inline in container)
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                LineBreakInline => text.Append('\n'),
                AutolinkInline address => text.Append(address.Url),
                CodeInline code => text.Append(code.Content),
                HtmlInline html => text.Append(html.Tag),
                HtmlEntityInline entity => text.Append(entity.Original.AsSpan()),
                DelimiterInline delimiter => text.Append(delimiter.ToLiteral()),
                _ => text,
            };
            if (inline is ContainerInline children)
            {
                Append(children, text);
            }
        }
    }
}
