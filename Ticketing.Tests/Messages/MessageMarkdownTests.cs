using AngleSharp.Html.Parser;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Messages.Texts;

namespace Ticketing.Tests.Messages;

/// <summary>A message's Markdown with the values of a recipient: values are text, and the writer's HTML and links do no harm.</summary>
public sealed class MessageMarkdownTests
{
    private const string Link = "https://tickets.example/orders/T-1?token=abc";

    [Theory]
    [InlineData("Hello {name}", "<b>Ada</b> **& Co** [x](https://evil.example)")]
    [InlineData("# Hello {name}", "<script>alert(1)</script>")]
    [InlineData("- {name}", "`code` ![x](https://evil.example/x.png)")]
    public void Value_WithMarkup_IsShownAsItIs(string markdown, string name)
    {
        var body = Render(markdown, name);

        var document = new HtmlParser().ParseDocument(body.Html);
        Assert.Contains(name, document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(document.QuerySelectorAll("script, b, strong, a, img, code"));
        Assert.Contains(name, body.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](JaVaScRiPt:alert(1))")]
    [InlineData("[click](data:text/html,x)")]
    [InlineData("[click](/admin)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<a href=\"javascript:alert(1)\">click</a>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("![seen](https://tracker.example/pixel.png)")]
    public void Source_WithHarmfulParts_HasNoLinkAndNoElement(string markdown)
    {
        var document = new HtmlParser().ParseDocument(Render(markdown, "Ada").Html);

        Assert.Empty(document.QuerySelectorAll("a, img, script"));
    }

    [Theory]
    [InlineData("Here: {link}")]
    [InlineData("[Your order]({link})")]
    [InlineData("Twice {link} and {link}.")]
    public void LinkField_AnywhereInText_LeadsToTheOrder(string markdown)
    {
        var body = Render(markdown, "Ada");

        var links = new HtmlParser().ParseDocument(body.Html).QuerySelectorAll("a");
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Equal(Link, link.GetAttribute("href")));
        Assert.Contains(Link, body.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{link}", body.Html + body.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfLists_HasMarksAndLinks() => Assert.Equal(
        "Doors\n\nOpen at **six**, see below (https://example.org).\n\n- one\n- two\n\n1. first\n2. second",
        Render("# Doors\n\nOpen at \\*\\*six\\*\\*, [see below](https://example.org).\n\n- one\n- two\n\n1. first\n2. second", "Ada").Text);

    [Fact]
    public void Source_NestedTooDeep_IsShownAsItIs()
    {
        var markdown = new string('>', 5000) + " {name}";

        Assert.Contains("Ada", Render(markdown, "Ada").Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Subject_WithFields_IsFilledOnce() =>
        Assert.Equal("Ada {name} {x}", MessageFields.Fill("{name} {x}", field => field == MessageFields.Name ? "Ada {name}" : field));

    private static MessageBody Render(string markdown, string name) => MessageMarkdown.Render(markdown, field => field switch
    {
        MessageFields.Name => name,
        MessageFields.Link => Link,
        _ => field,
    });
}
