using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Ticketing.Infrastructure.Catalog.Stories;

namespace Ticketing.Tests.Catalog.Stories;

/// <summary>A story's HTML as a browser reads it.</summary>
internal static class StoryMarkup
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["p"] = [],
        ["h3"] = [],
        ["h4"] = [],
        ["h5"] = [],
        ["em"] = [],
        ["strong"] = [],
        ["ul"] = [],
        ["ol"] = ["start"],
        ["li"] = [],
        ["br"] = [],
        ["a"] = ["href", "rel"],
    };

    /// <summary>The elements of the story, within a <c>div</c>.</summary>
    public static IElement Read(string markdown)
    {
        var document = new HtmlParser().ParseDocument("<!doctype html><body><div id=story></div>");
        var story = document.GetElementById("story")!;
        story.InnerHtml = StoryText.ToHtml(markdown);
        return story;
    }

    /// <summary>What the HTML of a story has that it must not have; empty: it is safe.</summary>
    public static string Fault(string markdown)
    {
        var html = StoryText.ToHtml(markdown);
        var document = new HtmlParser().ParseDocument($"<!doctype html><body><div id=story>{html}</div>");
        var story = document.GetElementById("story")!;
        var faults = new List<string>();
        foreach (var element in document.All.Where(element => element != story && element.LocalName is not ("html" or "head" or "body")))
        {
            if (!Allowed.TryGetValue(element.LocalName, out var attributes) || element.NamespaceUri != "http://www.w3.org/1999/xhtml" || !story.Contains(element))
            {
                faults.Add($"<{element.LocalName}>");
                continue;
            }

            faults.AddRange(element.Attributes.Select(attribute => attribute.Name).Except(attributes).Select(name => $"{element.LocalName}[{name}]"));
            if (element.LocalName == "a" && !IsAllowed(element))
            {
                faults.Add($"a[href={element.GetAttribute("href")}]");
            }
        }

        if (document.Descendants<IComment>().Any())
        {
            faults.Add("a comment");
        }

        return faults.Count == 0 ? "" : $"{string.Join(' ', faults)} in {html}";
    }

    private static bool IsAllowed(IElement link) =>
        link.GetAttribute("rel") == "nofollow ugc noopener"
        && link.QuerySelector("a") is null
        && Uri.TryCreate(link.GetAttribute("href"), UriKind.Absolute, out var address)
        && address.Scheme is ("http" or "https" or "mailto");
}
