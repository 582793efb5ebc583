using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Ticketing.Tests.Access;

/// <summary>A browser without scripts: keeps cookies, parses pages, posts their forms.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="network">The client's address as the proxy reports it; null: the loopback address.</param>
    public Browser(Uri address, string language = "en", string? network = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies };
        _client = new HttpClient(handler) { BaseAddress = address };
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        if (network is not null)
        {
            _client.DefaultRequestHeaders.Add("X-Forwarded-For", network);
        }

        // Browsers send Origin with forms; the passkey's origin check reads it.
        _client.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
    }

    public CookieContainer Cookies { get; } = new();

    public Uri Address => _client.BaseAddress!;

    public void Dispose() => _client.Dispose();

    public async Task<Page> GetAsync(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        return await Page.ReadAsync(response);
    }

    /// <summary>Opens <paramref name="path"/> and follows redirects within the site.</summary>
    public async Task<Page> FollowAsync(string path)
    {
        var page = await GetAsync(path);
        for (var hops = 0; page.Location is { } location; hops++)
        {
            Assert.True(hops < 10);
            page = await GetAsync(location);
        }

        return page;
    }

    /// <summary>Posts a form of <paramref name="page"/> with its hidden fields, overridden by <paramref name="fields"/>.</summary>
    /// <param name="form">Its <c>@formname</c>, or a CSS selector that begins with <c>form</c>.</param>
    public Task<Page> SubmitAsync(Page page, string form, params (string Name, string Value)[] fields) =>
        PostAsync(page.ActionOf(form), page.FieldsOf(form, fields));

    /// <summary>Opens <paramref name="path"/> and posts a form of it.</summary>
    public async Task<Page> SubmitAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return await PostAsync(page.ActionOf(form) is "" ? path : page.ActionOf(form), page.FieldsOf(form, fields));
    }

    public async Task<Page> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, string? antiforgeryHeader = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (antiforgeryHeader is not null)
        {
            request.Headers.Add("RequestVerificationToken", antiforgeryHeader);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Page.ReadAsync(response);
    }
}

/// <summary>A response of the site.</summary>
internal sealed class Page
{
    private Page(HttpResponseMessage response, string text)
    {
        Status = response.StatusCode;
        Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join('\n', h.Value), StringComparer.OrdinalIgnoreCase);
        Location = Within(response.RequestMessage!.RequestUri!, response.Headers.Location);
        Path = response.RequestMessage.RequestUri!.PathAndQuery;
        Text = text;
        Document = new HtmlParser().ParseDocument(text);
    }

    public HttpStatusCode Status { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The redirect's target: a path within this site, else the absolute address.</summary>
    public string? Location { get; }

    public string Path { get; }

    public string Text { get; }

    public IHtmlDocument Document { get; }

    public string Heading => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>The errors in the validation summary.</summary>
    public IReadOnlyList<string> Errors => [.. Document.QuerySelectorAll("[role=alert] li").Select(item => item.TextContent.Trim())];

    public string Token => Document.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";

    public static async Task<Page> ReadAsync(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public string ActionOf(string form) => Form(form).GetAttribute("action") is { Length: > 0 } action ? action : Path;

    public Dictionary<string, string> FieldsOf(string form, (string Name, string Value)[] fields)
    {
        var posted = new Dictionary<string, string>();
        foreach (var input in Form(form).QuerySelectorAll("input[name]"))
        {
            if (input.GetAttribute("type") is not "checkbox" || input.HasAttribute("checked"))
            {
                posted[input.GetAttribute("name")!] = input.GetAttribute("value") ?? "";
            }
        }

        foreach (var (name, value) in fields)
        {
            posted[name] = value;
        }

        return posted;
    }

    private static string? Within(Uri site, Uri? location)
    {
        var target = location is null ? null : new Uri(site, location);
        return target is not null && target.Authority == site.Authority ? target.PathAndQuery : target?.ToString();
    }

    private IElement Form(string form) => form.StartsWith("form", StringComparison.Ordinal)
        ? Document.QuerySelector(form) ?? throw new InvalidOperationException($"{Path} has no {form}: {Text}")
        : Document.QuerySelector($"input[name=_handler][value='{form}']")?.Closest("form")
            ?? throw new InvalidOperationException($"{Path} has no form {form}: {Text}");
}
