using System.Globalization;
using System.Net;
using System.Text;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>
/// Builds a mail's HTML and plain text together, so that both have the same content. The HTML uses tables and inline styles, which
/// old mail programs support.
/// </summary>
internal sealed class MailBody(string language, string siteName)
{
    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
    private const string Ink = "#17151f";
    private const string Muted = "#5a5666";
    private const string Accent = "#4b36dd";

    private readonly StringBuilder _html = new();
    private readonly StringBuilder _text = new();

    public MailBody Heading(string line)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<h1 style=\"margin:0 0 16px;font-size:24px;line-height:1.25;font-weight:700;color:{Ink}\">{Encode(line)}</h1>");
        return Line(line).Line("");
    }

    public MailBody Paragraph(string paragraph)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:0 0 16px;font-size:16px;line-height:1.55;color:{Ink}\">{Encode(paragraph)}</p>");
        return Line(paragraph).Line("");
    }

    public MailBody Small(string paragraph)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<p style=\"margin:0 0 12px;font-size:13px;line-height:1.5;color:{Muted}\">{Encode(paragraph)}</p>");
        return Line(paragraph).Line("");
    }

    /// <summary>Content that is HTML already, and the same as plain text.</summary>
    /// <param name="html">Safe: its writer has escaped what it contains.</param>
    public MailBody Content(string html, string text)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-size:16px;line-height:1.55;color:{Ink}\">{html}</div>");
        return Line(text).Line("");
    }

    /// <summary>A wide picture; mail programs that do not load it show <paramref name="alternative"/>.</summary>
    public MailBody Picture(Uri address, string alternative)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<img src=\"{Encode(address.AbsoluteUri)}\" alt=\"{Encode(alternative)}\" width=\"536\" style=\"display:block;width:100%;max-width:536px;height:auto;margin:0 0 20px;border:0;border-radius:12px\">");
        return this;
    }

    /// <summary>A link styled as a button; the plain text contains its address.</summary>
    public MailBody Button(string label, string link)
    {
        _html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:8px 0 24px\"><tr>");
        _html.Append(CultureInfo.InvariantCulture, $"<td style=\"border-radius:10px;background:{Accent}\"><a href=\"{Encode(link)}\" style=\"display:inline-block;padding:13px 24px;font-size:16px;font-weight:600;color:#ffffff;text-decoration:none;border-radius:10px\">{Encode(label)}</a></td></tr></table>");
        return Line($"{label}:").Line(link).Line("");
    }

    /// <summary>A framed box of labels and values.</summary>
    public MailBody Facts(params (string Label, string Value)[] facts)
    {
        _html.Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 24px;background:#f3f1ed;border-radius:12px\"><tr><td style=\"padding:16px 20px\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\">");
        foreach (var (label, value) in facts)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:5px 16px 5px 0;font-size:14px;color:{Muted};vertical-align:top;white-space:nowrap\">{Encode(label)}</td><td style=\"padding:5px 0;font-size:15px;line-height:1.45;color:{Ink};font-weight:600\" width=\"99%\">{Lines(value)}</td></tr>");
            Line($"{label}: {value.ReplaceLineEndings(", ")}");
        }

        _html.Append("</table></td></tr></table>");
        return Line("");
    }

    /// <summary>Rows with amounts; totals are bold.</summary>
    public MailBody Amounts(params (string Label, string Amount, bool Strong)[] rows)
    {
        _html.Append("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 24px;border-collapse:collapse\">");
        foreach (var (label, amount, strong) in rows)
        {
            var weight = strong ? 700 : 400;
            _html.Append(CultureInfo.InvariantCulture, $"<tr><td style=\"padding:9px 12px 9px 0;border-bottom:1px solid #e5e1db;font-size:15px;line-height:1.4;color:{Ink};font-weight:{weight}\">{Lines(label)}</td><td align=\"right\" style=\"padding:9px 0;border-bottom:1px solid #e5e1db;font-size:15px;color:{Ink};font-weight:{weight};white-space:nowrap;vertical-align:top\">{Encode(amount)}</td></tr>");
            Line($"{label.ReplaceLineEndings(", ")}  {amount}");
        }

        _html.Append("</table>");
        return Line("");
    }

    public string Text => _text.ToString().TrimEnd() + "\n\n-- \n" + siteName + "\n";

    /// <param name="preview">Preview text beside the subject.</param>
    /// <param name="footer">Why the reader gets this mail.</param>
    public string Html(string preview, string footer) => $"""
        <!doctype html>
        <html lang="{language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light">
        <title>{Encode(preview)}</title>
        </head>
        <body style="margin:0;padding:0;background:#f3f1ed;{Font}">
        <div style="display:none;max-height:0;overflow:hidden">{Encode(preview)}</div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f1ed"><tr><td align="center" style="padding:24px 12px">
        <table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:16px;overflow:hidden">
        <tr><td style="padding:18px 32px;background:{Ink};color:#ffffff;font-size:17px;font-weight:700;letter-spacing:0.2px">{Encode(siteName)}</td></tr>
        <tr><td style="padding:32px 32px 16px">{_html}</td></tr>
        </table>
        <p style="max-width:536px;margin:16px auto 0;font-size:12px;line-height:1.5;color:{Muted}">{Encode(footer)}</p>
        </td></tr></table>
        </body>
        </html>
        """;

    private MailBody Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    private static string Encode(string value) => WebUtility.HtmlEncode(value);

    private static string Lines(string value) => Encode(value).ReplaceLineEndings("<br>");
}
