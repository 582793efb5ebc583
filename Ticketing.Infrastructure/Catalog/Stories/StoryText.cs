using System.Net;

namespace Ticketing.Infrastructure.Catalog.Stories;

/// <summary>Stand-in.</summary>
public static class StoryText
{
    public static string ToHtml(string markdown) => "<p>" + WebUtility.HtmlEncode(markdown) + "</p>";

    public static string ToPlain(string markdown) => markdown;
}
