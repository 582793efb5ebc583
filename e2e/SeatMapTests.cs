using System.Globalization;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>Input, colours and announcements of the seat map.</summary>
public sealed class SeatMapTests(Site site)
{
    internal const int HallSeats = 2_100;
    private const int ArenaPlaces = 22_000;
    private const double ContrastMin = 3;

    // WCAG 2.2: contrast of shapes. For two looks of a seat, the best contrast at any one point.
    private const string LooksScript = """
        async seats => {
          const map = document.querySelector('[data-testid=seat-map]').seatMap;
          const canvas = document.querySelector('[data-testid=seat-canvas]');
          const drawn = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          const patch = (x, y) => {
            const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
            return canvas.getContext('2d').getImageData((x - box.left - 12) * ratio, (y - box.top - 12) * ratio, 24 * ratio, 24 * ratio).data;
          };
          const level = v => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
          const luminance = (data, i) => 0.2126 * level(data[i]) + 0.7152 * level(data[i + 1]) + 0.0722 * level(data[i + 2]);
          const best = (a, b) => {
            let most = 1;
            for (let i = 0; i < a.length; i += 4) {
              const [dark, light] = [luminance(a, i), luminance(b, i)].sort((x, y) => x - y);
              most = Math.max(most, (light + 0.05) / (dark + 0.05));
            }
            return most;
          };
          await drawn();
          const corner = canvas.getBoundingClientRect();
          const looks = { background: patch(corner.left + 13, corner.top + 13) };
          for (const [look, label] of Object.entries(seats)) {
            await map.reveal(label);
            await drawn();
            const at = map.positionOf(label);
            looks[look] = patch(at.x, at.y);
          }
          const names = Object.keys(looks);
          return names.flatMap((a, i) => names.slice(i + 1).map(b => `${a}/${b} ${best(looks[a], looks[b]).toFixed(2)}`));
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task ForcedColours_OwnTakenFreeAndBackground_CanBeToldApart(ColorScheme scheme)
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 2);
        var seats = await site.FreeNeighboursAsync(performance, 2, skip: scheme == ColorScheme.Light ? 4 : 5);
        var sold = await SoldSeatAsync(performance);
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(scheme: scheme, forcedColors: true), performance);
        await ClickSeatAsync(page, seats[0]);
        await WaitForSeatAsync(page, seats[0], "own");
        await page.Mouse.MoveAsync(0, 0);
        await page.GetByTestId("zoom-overview").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=zoom-overview]').closest('[hidden]') !== null");

        var contrasts = await page.EvaluateAsync<string[]>(LooksScript, new { own = seats[0], free = seats[1], taken = sold });

        Assert.Equal(6, contrasts.Length);
        Assert.All(contrasts, contrast => Assert.True(double.Parse(contrast.Split(' ')[1], CultureInfo.InvariantCulture) >= ContrastMin, string.Join(", ", contrasts)));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(200, false)]
    [InlineData(300, false)]
    [InlineData(60, true)]
    [InlineData(300, true)]
    public async Task DoubleTap_OnASeat_LeavesItHeld(int gap, bool phone)
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 1);
        var seats = await site.FreeNeighboursAsync(performance, 2, skip: 5 + (gap / 60) + (phone ? 6 : 0));
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(phone ? 390 : 1440, phone ? 844 : 900, phone: phone), performance);

        var at = await RevealAsync(page, seats[0]);
        for (var tap = 0; tap < 2; tap++)
        {
            await (phone ? page.Touchscreen.TapAsync(at.X, at.Y) : page.Mouse.ClickAsync(at.X, at.Y));
            await page.WaitForTimeoutAsync(gap);
        }

        await ExpectHeldAsync(page, seats);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeyHeld_OnASeat_LeavesItHeld(bool inList)
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 1);
        var seats = await site.FreeNeighboursAsync(performance, 2, skip: inList ? 20 : 21);
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        if (inList)
        {
            await OpenListAsync(page, seats[0]);
            await page.Locator($"button[data-seat=\"{seats[0]}\"]").FocusAsync();
        }
        else
        {
            await page.GetByTestId("seat-canvas").FocusAsync();
            await page.Keyboard.PressAsync("n");
            seats[0] = await page.EvaluateAsync<string>("() => document.querySelector('[data-testid=seat-map]').seatMap.cursorLabel");
        }

        for (var repeat = 0; repeat < 12; repeat++)
        {
            await page.Keyboard.DownAsync("Enter");
            await page.WaitForTimeoutAsync(80);
        }

        await page.Keyboard.UpAsync("Enter");
        await ExpectHeldAsync(page, seats);
    }

    [Fact]
    public async Task List_SeatGivenBack_SaysAvailable()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 1);
        var seat = (await site.FreeNeighboursAsync(performance, 1, skip: 22))[0];
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        await OpenListAsync(page, seat);
        var button = page.Locator($"button[data-seat=\"{seat}\"]");

        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("seat-live")).ToContainTextAsync("Your seat");
        await page.WaitForTimeoutAsync(600);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByTestId("seat-live")).ToContainTextAsync("Available");
        await Assertions.Expect(button).ToBeFocusedAsync();
    }

    [Fact]
    public async Task ListOfFreeSeats_FocusedSeatTakenByOthers_KeepsTheFocusAndSaysSo()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 1);
        var seat = (await site.FreeNeighboursAsync(performance, 1, skip: 23))[0];
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        var other = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);
        await OpenListAsync(page, seat);
        await page.GetByTestId("only-free").CheckAsync();
        var button = page.Locator($"button[data-seat=\"{seat}\"]");
        await button.FocusAsync();

        await ClickSeatAsync(other, seat);

        await Assertions.Expect(page.GetByTestId("seat-live")).ToContainTextAsync("In somebody’s basket");
        await Assertions.Expect(button).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(button).ToBeHiddenAsync();
    }

    [Fact]
    public async Task ScreenDensity_Changed_IsDrawnSharply()
    {
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(), await site.PerformanceAsync(HallSeats));
        var session = await page.Context.NewCDPSessionAsync(page);

        await session.SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 1440, ["height"] = 900, ["deviceScaleFactor"] = 2, ["mobile"] = false });
        await page.GetByTestId("seat-canvas").HoverAsync();

        await page.WaitForFunctionAsync("""
            () => {
              const canvas = document.querySelector('[data-testid=seat-canvas]');
              return devicePixelRatio === 2 && canvas.width === Math.round(canvas.clientWidth * 2);
            }
            """);
    }

    [Fact]
    public async Task Wheel_OverAMapThatFillsTheWindow_ScrollsThePage()
    {
        // 1,440 × 900 at 400 %.
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(360, 225), await site.PerformanceAsync(HallSeats));
        await page.EvaluateAsync("() => document.querySelector('[data-testid=seat-canvas]').scrollIntoView({ block: 'start', behavior: 'instant' })");
        var before = await page.EvaluateAsync<double>("() => scrollY");
        await page.Mouse.MoveAsync(180, 112);

        await page.Mouse.WheelAsync(0, -150);

        await page.WaitForFunctionAsync("before => scrollY < before", before);
    }

    [Fact]
    public async Task Wheel_AtTheOverview_ScrollsThePage()
    {
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(900, 700), await site.PerformanceAsync(HallSeats));
        await page.GetByTestId("seat-canvas").HoverAsync();

        await page.Mouse.WheelAsync(0, 200);

        await page.WaitForFunctionAsync("() => scrollY > 0");
    }

    [Fact]
    public async Task Phone_WhileLoading_DoesNotJump()
    {
        var page = await site.VisitAsync(390, 844, phone: true);
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = 4 });
        await page.AddInitScriptAsync("""
            globalThis.shift = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => { globalThis.shift += entry.hadRecentInput ? 0 : entry.value; }))
              .observe({ type: 'layout-shift', buffered: true });
            """);

        await PaymentStep.OpenMapAsync(page, await site.PerformanceAsync(ArenaPlaces));

        // "Good" by web.dev/cls.
        Assert.InRange(await page.EvaluateAsync<double>("() => globalThis.shift"), 0, 0.1);
    }

    [Fact]
    public async Task Phone_AtTheOverview_OneFingerScrollsThePage()
    {
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(390, 844, phone: true), await site.PerformanceAsync(HallSeats));
        var canvas = page.GetByTestId("seat-canvas");

        Assert.Equal("pan-y", await canvas.EvaluateAsync<string>("canvas => getComputedStyle(canvas).touchAction"));
        await page.GetByTestId("zoom-in").ClickAsync();
        await page.GetByTestId("zoom-overview").WaitForAsync();
        Assert.Equal("none", await canvas.EvaluateAsync<string>("canvas => getComputedStyle(canvas).touchAction"));
    }

    [Fact]
    public async Task Basket_OfTenSeats_ScrollsItsListAndKeepsTheCheckoutInView()
    {
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(), await site.PerformanceAsync(ArenaPlaces));
        for (var seats = 2; seats < 10; seats++)
        {
            await page.GetByTestId("best-plus").ClickAsync();
        }

        await page.GetByTestId("best-together").UncheckAsync();
        await PaymentStep.TakeBestSeatsAsync(page);
        await page.EvaluateAsync("() => scrollTo({ top: 0, behavior: 'instant' })");

        await Assertions.Expect(page.GetByTestId("basket-line")).ToHaveCountAsync(10);
        await Assertions.Expect(page.GetByTestId("checkout")).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.True(await page.EvaluateAsync<bool>("""
            () => {
              const lines = [...document.querySelectorAll('[data-testid=basket-line]')].map(line => line.getBoundingClientRect());
              const fits = line => line.scrollHeight <= line.clientHeight + 1;
              return lines.every((box, i) => i === 0 || box.top >= lines[i - 1].bottom - 1)
                && [...document.querySelectorAll('[data-testid=basket-line]')].every(fits);
            }
            """));
    }

    [Fact]
    public async Task Phone_SeatTapped_ShowsRowAndPriceBeforeItIsHeld()
    {
        var performance = await site.PerformanceAsync(HallSeats, skip: 2);
        var seat = (await site.FreeNeighboursAsync(performance, 1, skip: 6))[0];
        var page = await PaymentStep.OpenMapAsync(await site.VisitAsync(390, 844, phone: true), performance);
        var at = await RevealAsync(page, seat);

        await page.Touchscreen.TapAsync(at.X, at.Y);

        await Assertions.Expect(page.GetByTestId("seat-card")).ToContainTextAsync("€");
        await Assertions.Expect(page.GetByTestId("seat-card")).ToContainTextAsync(seat.Split('-')[1]);
        Assert.Equal("available", await page.EvaluateAsync<string>("label => document.querySelector('[data-testid=seat-map]').seatMap.statusOf(label)", seat));
        await page.GetByTestId("seat-card-confirm").TapAsync();
        await WaitForSeatAsync(page, seat, "own");
        await Assertions.Expect(page.GetByTestId("seat-card")).ToBeHiddenAsync();
    }

    // The picks of a buyer are processed in order: when the second is held, a repeated first one would have been released.
    private static async Task ExpectHeldAsync(IPage page, string[] seats)
    {
        await WaitForSeatAsync(page, seats[0], "own");
        await page.EvaluateAsync("label => { const map = document.querySelector('[data-testid=seat-map]').seatMap; return map.pick(label); }", seats[1]);
        await WaitForSeatAsync(page, seats[1], "own");
        Assert.Equal("own", await page.EvaluateAsync<string>("label => document.querySelector('[data-testid=seat-map]').seatMap.statusOf(label)", seats[0]));
    }

    private async Task<string> SoldSeatAsync(string performance) =>
        (await site.ApiAsync($"/api/v1/performances/{performance}/seats"))["seats"]!.AsArray()
            .First(seat => seat!["status"]!.GetValue<string>() == "sold")!["label"]!.GetValue<string>();

    private static async Task OpenListAsync(IPage page, string seat)
    {
        await page.GetByTestId("view-list").ClickAsync();
        await page.Locator($"[data-section=\"{seat.Split('-')[0]}\"] > summary").ClickAsync();
    }

    private static Task<Point> RevealAsync(IPage page, string seat) =>
        page.EvaluateAsync<Point>("label => document.querySelector('[data-testid=seat-map]').seatMap.reveal(label)", seat);

    internal static async Task ClickSeatAsync(IPage page, string seat)
    {
        var at = await RevealAsync(page, seat);
        await page.Mouse.ClickAsync(at.X, at.Y);
    }

    internal static Task WaitForSeatAsync(IPage page, string label, string status) => page.WaitForFunctionAsync(
        "([label, status]) => document.querySelector('[data-testid=seat-map]').seatMap.statusOf(label) === status", new[] { label, status });

    private sealed class Point
    {
        public float X { get; set; }

        public float Y { get; set; }
    }
}
