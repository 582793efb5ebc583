using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Ticketing.E2E;
using Ticketing.Tests.Integration;

[assembly: AssemblyFixture(typeof(Site))]

namespace Ticketing.E2E;

/// <summary>
/// The application as a child process with embedded servers and the demo, started once per run, and a browser.
/// Tests share the demo's events and buy different seats.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    private static readonly string[] BrowserArguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // The shell first: the same engine without a window's parts, a quarter faster.
    internal static readonly string[] Browsers =
        ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly string _data = Path.Combine(Path.GetTempPath(), "ticketing-e2e-" + Guid.NewGuid().ToString("N")[..8]);
    private AppProcess? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The root of the repository.</summary>
    public static string Repository => AppProcess.Repository;

    public async ValueTask InitializeAsync()
    {
        _app = await AppProcess.StartAsync(
            ("environment", "Development"), ("Data:Directory", _data), ("RateLimits:Enabled", "false"), ("WaitingRoom:FreeJoinsPerMinute", "1000"),
            ("Logging:Console:LogLevel:Default", "Warning"));
        Address = _app.BaseAddress.ToString().TrimEnd('/');
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _app.BaseAddress };
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? Browsers.First(File.Exists),
            Args = BrowserArguments,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await ClosePagesAttribute.Closed;
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Http?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
        }

        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    /// <summary>Opens a page in a new browser profile.</summary>
    public async Task<IPage> VisitAsync(int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool scripts = true, bool phone = false, bool forcedColors = false, string locale = "en-GB")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ForcedColors = forcedColors ? ForcedColors.Active : ForcedColors.None,
            JavaScriptEnabled = scripts,
            IsMobile = phone,
            HasTouch = phone,
            Locale = locale,
        });
        ClosePagesAttribute.AtTheEndOfTheTest(context);
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    public async Task<JsonNode> ApiAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    /// <summary>The <paramref name="skip"/>th performance on sale with <paramref name="seats"/> places.</summary>
    public async Task<string> PerformanceAsync(int seats, int skip = 0)
    {
        var found = 0;
        for (string? cursor = null; ;)
        {
            var page = await ApiAsync("/api/v1/events?limit=50&available=true" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            foreach (var slug in page["items"]!.AsArray().Select(item => item!["slug"]!.GetValue<string>()))
            {
                var shown = await ApiAsync($"/api/v1/events/{slug}");
                foreach (var id in shown["performances"]!.AsArray().Select(p => p!["id"]!.GetValue<string>()))
                {
                    if (await IsOnSaleAsync(id, seats) && found++ == skip)
                    {
                        return id;
                    }
                }
            }

            cursor = page["next"]?.GetValue<string>() ?? throw new InvalidOperationException($"The demo has no such performance with {seats} seats.");
        }
    }

    /// <summary>Labels of adjacent free seats.</summary>
    public async Task<string[]> FreeNeighboursAsync(string performance, int count, int skip = 0)
    {
        var snapshot = await ApiAsync($"/api/v1/performances/{performance}/seats");
        var run = new List<JsonNode>();
        foreach (var seat in snapshot["seats"]!.AsArray())
        {
            if (seat!["status"]!.GetValue<string>() != "available" || seat["row"]?.GetValue<string>() is not { Length: > 0 })
            {
                run.Clear();
                continue;
            }

            if (run.Count > 0 && (run[^1]["row"]!.GetValue<string>() != seat["row"]!.GetValue<string>() || run[^1]["section"]!.GetValue<string>() != seat["section"]!.GetValue<string>()))
            {
                run.Clear();
            }

            run.Add(seat);
            // Two more free seats on each side, so that no selection leaves a single seat.
            if (run.Count == count + 4 && skip-- == 0)
            {
                return [.. run.Skip(2).Take(count).Select(s => s["label"]!.GetValue<string>())];
            }

            if (run.Count == count + 4)
            {
                run.Clear();
            }
        }

        throw new InvalidOperationException("Not enough adjacent free seats.");
    }

    private async Task<bool> IsOnSaleAsync(string id, int seats)
    {
        var performance = await ApiAsync($"/api/v1/performances/{id}");
        if (performance["saleState"]?.GetValue<string>() is { } state && state != "on-sale")
        {
            return false;
        }

        var snapshot = await Http.GetAsync($"/api/v1/performances/{id}/plan");
        var plan = JsonNode.Parse(await snapshot.Content.ReadAsStringAsync())!;
        return plan["seatCount"]!.GetValue<int>() == seats;
    }
}
