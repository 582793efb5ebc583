using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.E2E;

/// <summary>A door in the browser: tickets that are bought, devices that an organizer makes, phones that become them.</summary>
internal sealed class CheckInDoor(Site site) : IAsyncDisposable
{
    public const string Pin = "4711";

    private const string Home = "/organizer/northlight";

    private readonly List<IBrowser> _browsers = [];
    private readonly List<string> _pictures = [];
    private IPlaywright? _playwright;
    private IPage? _office;

    /// <summary>A date of the demo that has two gates.</summary>
    public string Performance { get; private set; } = "";

    public async Task FindAsync()
    {
        _office = await Office.EnterAsync(site, Office.Organizer);
        await Office.OpenAsync(_office, $"{Home}/check-in");
        var date = _office.Locator("tr").Filter(new() { Has = _office.Locator("td[data-label=Gates]:text-is('2')") }).Locator("a[href*='/check-in/']").First;
        Performance = (await date.GetAttributeAsync("href"))!.Split('/')[^1];
    }

    /// <summary>Opens the door of another date in the same house, which has tickets left, with both gates.</summary>
    /// <param name="seats">How many tickets it must have, at least.</param>
    public async Task OpenAnotherAsync(int seats)
    {
        await FindAsync();
        var house = (await site.ApiAsync($"/api/v1/performances/{Performance}"))["performance"]!["venue"]!["name"]!.GetValue<string>();
        await _office!.GetByRole(AriaRole.Button, new() { NameRegex = new("^Show all") }).ClickAsync();
        var links = _office.Locator("tr").Filter(new() { HasText = house }).Filter(new() { Has = _office.Locator("td[data-label=Gates]:text-is('0')") })
            .Locator("a[href*='/check-in/']");
        foreach (var link in await links.EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"))
        {
            var date = link.Split('/')[^1];
            if ((await site.ApiAsync($"/api/v1/performances/{date}"))["performance"]!["available"]!.GetValue<int>() >= seats)
            {
                Performance = date;
                await Office.OpenAsync(_office, link);
                foreach (var gate in new[] { "North", "South" })
                {
                    await _office.GetByRole(AriaRole.Button, new() { Name = $"Use {gate}" }).ClickAsync();
                    await _office.Locator(".gate-policy").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
                    await Assertions.Expect(_office.Locator("td[data-label=Gate]").Filter(new() { HasText = gate })).ToBeVisibleAsync();
                }

                return;
            }
        }

        throw new InvalidOperationException($"No date in {house} has {seats} tickets left.");
    }

    /// <summary>Gives the money for an order back, as its organizer.</summary>
    public async Task RefundAsync(JsonNode order)
    {
        var session = await PostAsync("/api/v1/auth/login", new { email = Office.Organizer, password = Office.DemoPassword });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/organizer/orders/{order["id"]}/refunds");
        request.Headers.Authorization = new("Bearer", session["token"]!.GetValue<string>());
        request.Content = JsonContent.Create(new { });
        using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Makes a device and returns its link.</summary>
    public async Task<string> LinkAsync(string name, params string[] capabilities)
    {
        await Office.OpenAsync(_office!, $"{Home}/devices");
        await _office!.WaitForSelectorAsync("form[data-interactive=true]");
        await _office.Locator("#device-name").FillAsync(name);
        await _office.Locator($"#date-{Performance}").CheckAsync();
        foreach (var capability in new[] { "search", "undo", "override", "kiosk" })
        {
            await _office.Locator($"#may-{capability}").SetCheckedAsync(capabilities.Contains(capability));
        }

        await _office.GetByRole(AriaRole.Button, new() { Name = "Make the device" }).ClickAsync();
        return await _office.Locator("#device-link").InputValueAsync();
    }

    /// <summary>A phone that is set up as a new device at a gate.</summary>
    /// <param name="picture">What its camera sees; null: it has no camera.</param>
    /// <param name="offline">It loses its connection before it is at the gate.</param>
    public async Task<IPage> PhoneAsync(
        string name, string gate, string? picture = null, bool offline = false, ColorScheme scheme = ColorScheme.Light, string[]? capabilities = null)
    {
        var link = await LinkAsync(name, capabilities ?? ["undo"]);
        var browser = await BrowserAsync(picture);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.Address,
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            ColorScheme = scheme,
            HasTouch = true,
            Locale = "en-GB",
            Permissions = picture is null ? [] : ["camera"],
        });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up this device" }).ClickAsync();
        await EnterPinAsync(page, "Continue");
        await EnterPinAsync(page, "Continue");
        await page.GetByRole(AriaRole.Button, new() { Name = "Choose date and gate" }).ClickAsync();
        await page.Locator(".checkin-choice").Filter(new() { HasText = "Tickets:" }).First.WaitForAsync();
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => {})");
        await context.SetOfflineAsync(offline);
        await page.Locator(".checkin-choice").Filter(new() { HasText = gate }).Last.ClickAsync();
        await page.WaitForSelectorAsync(".checkin-scan");
        return page;
    }

    public static async Task EnterPinAsync(IPage page, string act)
    {
        await page.Locator(".checkin-pin").FillAsync(Pin);
        await page.Locator(".checkin-keys").GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();
    }

    /// <summary>
    /// Types codes as a hardware scanner does: fast, each with Enter. Returns the verdicts' texts. A verdict that stays is put away.
    /// </summary>
    public static Task<string[]> ScanAsync(IPage page, params string[] codes) => page.EvaluateAsync<string[]>(
        """
        async codes => {
          const verdict = document.querySelector('.checkin-verdict');
          const until = async check => { while (!check()) { await new Promise(resolve => setTimeout(resolve, 5)); } };
          const said = [];
          for (const code of codes) {
            for (const key of [...code, 'Enter']) {
              document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
            }
            await until(() => !verdict.hidden);
            said.push([...verdict.querySelectorAll('.checkin-verdict-body p')].map(line => line.textContent).join(' | '));
            document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
            await until(() => verdict.hidden);
          }
          return said;
        }
        """,
        codes);

    /// <summary>Buys tickets and returns their codes with their orders, which know ids and secrets.</summary>
    public async Task<List<(string Code, JsonNode Order)>> BuyAsync(int count, string? performance = null)
    {
        performance ??= Performance;
        var most = (await site.ApiAsync($"/api/v1/performances/{performance}"))["seatsPerOrderMax"]!.GetValue<int>();
        List<(string, JsonNode)> bought = [];
        while (bought.Count < count)
        {
            var hold = await PostAsync($"/api/v1/performances/{performance}/holds", new { bestAvailable = new { quantity = Math.Min(most, count - bought.Count) } });
            var order = await PostAsync("/api/v1/orders", new
            {
                holdId = hold["id"]!.GetValue<string>(),
                holdSecret = hold["secret"]!.GetValue<string>(),
                buyer = new { name = "Door Guest", email = $"door-{Guid.NewGuid():N}@example.org" },
            });
            await ApiPurchase.PayAsync(site, order);
            bought.AddRange((await PaidAsync(order))["tickets"]!.AsArray().Select(ticket => (ticket!["code"]!.GetValue<string>(), order)));
        }

        return bought;
    }

    private async Task<HttpResponseMessage> AsBuyerAsync(HttpMethod method, string path, JsonNode order, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", order["token"]!.GetValue<string>());
        request.Content = body is null ? null : JsonContent.Create(body);
        return await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _pictures.ForEach(File.Delete);
    }

    private async Task<JsonNode> PaidAsync(JsonNode order)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            using var answer = await AsBuyerAsync(HttpMethod.Get, $"/api/v1/orders/{order["id"]}", order);
            var read = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            if (read["status"]!.GetValue<string>() == "paid")
            {
                return read;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("The order was not paid in a minute.");
    }

    private async Task<JsonNode> PostAsync(string path, object body)
    {
        using var answer = await site.Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    // A camera is an option of a browser's start: each picture has a browser of its own.
    private async Task<IBrowser> BrowserAsync(string? picture)
    {
        List<string> arguments = ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream"];
        if (picture is not null)
        {
            var file = Path.Combine(Path.GetTempPath(), $"ticketing-camera-{Guid.NewGuid():N}.y4m");
            await File.WriteAllBytesAsync(file, Film(picture), TestContext.Current.CancellationToken);
            _pictures.Add(file);
            arguments.AddRange(["--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={file}"]);
        }

        _playwright ??= await Playwright.CreateAsync();
        var browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? Site.Browsers.First(File.Exists),
            Args = arguments,
        });
        _browsers.Add(browser);
        return browser;
    }

    // YUV4MPEG2, a second of one QR code.
    private static byte[] Film(string text)
    {
        const int width = 640, height = 480, frames = 10;
        const byte white = 235, black = 16;
        var code = TicketQr.Of(text);
        var module = height / code.Size;
        var (left, top) = ((width - (code.Size * module)) / 2, (height - (code.Size * module)) / 2);
        var picture = new byte[width * height * 3 / 2];
        Array.Fill(picture, white, 0, width * height);
        Array.Fill(picture, (byte)128, width * height, width * height / 2);
        for (var y = 0; y < code.Size * module; y++)
        {
            for (var x = 0; x < code.Size * module; x++)
            {
                if (code.IsDark(x / module, y / module))
                {
                    picture[((top + y) * width) + left + x] = black;
                }
            }
        }

        using var film = new MemoryStream();
        film.Write("YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n"u8);
        for (var i = 0; i < frames; i++)
        {
            film.Write("FRAME\n"u8);
            film.Write(picture);
        }

        return film.ToArray();
    }
}
