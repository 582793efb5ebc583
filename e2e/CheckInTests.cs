using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The check-in app in browsers: without a connection, with a camera, and back.</summary>
public sealed class CheckInTests(Site site)
{
    private const int Others = 200;

    // The same code within three seconds is one scan.
    private const int SameScanMilliseconds = 3_100;

    [Fact]
    public async Task Scans_OfTwoPhonesOffline_AreOneEntryAndOneDuplicate()
    {
        await using var door = new CheckInDoor(site);
        await door.OpenAnotherAsync(Others + 1);
        var codes = (await door.BuyAsync(Others + 1)).ConvertAll(ticket => ticket.Code);
        var (shared, others) = (codes[0], codes[1..]);
        var third = await door.PhoneAsync("Third", "South");
        await ExpectOnlineAsync(third);
        var before = await InsideAsync(third);

        // One phone reads the shared ticket by its camera, the other one later by a scanner; neither has a connection.
        var left = await door.PhoneAsync("Left", "North", shared, offline: true);
        var verdict = left.Locator(".checkin-verdict");
        await Assertions.Expect(verdict).ToContainTextAsync("Welcome");
        await Assertions.Expect(verdict).ToBeHiddenAsync();
        await left.GetByRole(AriaRole.Button, new() { Name = "Recent" }).ClickAsync();
        Assert.Equal(1, await left.Locator(".checkin-item").CountAsync());
        var right = await door.PhoneAsync("Right", "South", offline: true);
        var half = Others / 2;
        Assert.All(await CheckInDoor.ScanAsync(left, [.. others[..half]]), said => Assert.StartsWith("Welcome", said, StringComparison.Ordinal));
        Assert.All(await CheckInDoor.ScanAsync(right, [.. others[half..], shared]), said => Assert.StartsWith("Welcome", said, StringComparison.Ordinal));
        await right.WaitForTimeoutAsync(SameScanMilliseconds);
        Assert.StartsWith("Already in", await SaidAsync(right, others[half]), StringComparison.Ordinal);
        await left.Keyboard.PressAsync("Escape");
        await Assertions.Expect(left.Locator(".checkin-connection")).ToHaveTextAsync($"{half + 1} unsent");
        await Assertions.Expect(right.Locator(".checkin-connection")).ToHaveTextAsync($"{half + 2} unsent");

        // A killed tab loses nothing: it begins again without a connection, and is asked for its PIN.
        right = await ReopenAsync(right);
        await Assertions.Expect(right.Locator(".checkin-connection")).ToHaveTextAsync($"{half + 2} unsent");

        await right.Context.SetOfflineAsync(false);
        await ExpectOnlineAsync(right);
        await left.Context.SetOfflineAsync(false);
        await ExpectOnlineAsync(left);

        await Assertions.Expect(right.GetByText("The server reports a conflict.")).ToBeVisibleAsync();
        await right.GetByRole(AriaRole.Button, new() { Name = "Recent" }).ClickAsync();
        await Assertions.Expect(right.Locator(".checkin-conflict")).ToHaveTextAsync(new Regex(@"^First in at North \(Left\), \d\d:\d\d\.$"));
        await Assertions.Expect(third.Locator(".is-inside dd")).ToHaveTextAsync(new Regex($@"^{before + Others + 1}\b"));
        Assert.Matches(@"^Already in \|.* In at \d\d:\d\d, North\.", await SaidAsync(third, shared));
        Assert.All(await CheckInDoor.ScanAsync(third, [.. others]), said => Assert.StartsWith("Already in", said, StringComparison.Ordinal));
        await Assertions.Expect(third.Locator(".is-inside dd")).ToHaveTextAsync(new Regex($@"^{before + Others + 1}\b"));
    }

    [Fact]
    public async Task Verdicts_OfTicketsThatAreNotGood_SayWhy()
    {
        await using var door = new CheckInDoor(site);
        await door.FindAsync();
        var tickets = await door.BuyAsync(1);
        var refunded = (await door.BuyAsync(1))[0];
        var phone = await door.PhoneAsync("Verdicts", "North");
        await ExpectOnlineAsync(phone);

        // The fact goes to the door after the refund: the phone hears of it with a later sync.
        await door.RefundAsync(refunded.Order);

        var good = tickets[0].Code;
        var forged = good[..^8] + (good[^8] == 'A' ? 'B' : 'A') + good[^7..];
        Assert.StartsWith("Not genuine | The signature is wrong.", await SaidAsync(phone, forged), StringComparison.Ordinal);
        Assert.StartsWith("Not a ticket | This code is not from a ticket of this shop.", await SaidAsync(phone, "4006381333931"), StringComparison.Ordinal);
        Assert.StartsWith("Welcome", await SaidAsync(phone, good), StringComparison.Ordinal);
        await phone.WaitForTimeoutAsync(SameScanMilliseconds);
        Assert.Matches(@"^Already in \|.* In at \d\d:\d\d, North\.", await SaidAsync(phone, good));
        var elsewhere = await site.PerformanceAsync(22_000, skip: 1);
        var other = (await door.BuyAsync(1, elsewhere))[0].Code;
        Assert.Matches(@"^(Unknown|Wrong performance) \|", await SaidAsync(phone, other));
        Assert.Matches(@"^Void \|.* The money for this ticket was returned\.", await VoidedAsync(phone, refunded.Code));
        Assert.Equal("alert", await phone.Locator(".checkin-verdict").GetAttributeAsync("role"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, "auto")]
    [InlineData(ColorScheme.Dark, "auto")]
    [InlineData(ColorScheme.Light, "sun")]
    public async Task Screens_OnAPhone_AreAccessibleWithoutOverflow(ColorScheme scheme, string theme)
    {
        await using var door = new CheckInDoor(site);
        await door.FindAsync();
        var code = (await door.BuyAsync(1))[0].Code;
        var phone = await door.PhoneAsync($"Axe {scheme} {theme}", "North", scheme: scheme, capabilities: ["search", "undo", "override", "kiosk"]);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Settings" }).ClickAsync();
        await phone.Locator($"input[value={theme}]").CheckAsync(new() { Force = true });
        List<string> found = [.. await Office.FaultsAsync(phone)];
        await phone.Keyboard.PressAsync("Escape");
        await phone.WaitForSelectorAsync(".checkin-scan");
        found.AddRange(await Office.FaultsAsync(phone));
        foreach (var name in new[] { "Search", "Recent" })
        {
            await phone.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
            await phone.WaitForSelectorAsync(".checkin-page");
            found.AddRange(await Office.FaultsAsync(phone));
            await phone.Keyboard.PressAsync("Escape");
        }

        await phone.EvaluateAsync(
            "code => { for (const key of [...code, 'Enter']) { document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); } }",
            code[..^1] + (code[^1] == 'A' ? 'Q' : 'A'));
        await Assertions.Expect(phone.Locator(".checkin-verdict")).ToBeVisibleAsync();
        found.AddRange(await Office.FaultsAsync(phone));
        Assert.Empty(found);
    }

    [Fact]
    public async Task App_OfAPhone_InstallsAndStartsWithoutAConnection()
    {
        await using var door = new CheckInDoor(site);
        await door.FindAsync();
        var code = (await door.BuyAsync(1))[0].Code;
        var phone = await door.PhoneAsync("Cold", "North");

        // What Chromium asks of an app: https or localhost, a worker that answers without a connection, and in the manifest a name, a start
        // within the scope, a window of its own, icons of 192 and 512 pixels.
        var manifest = await site.ApiAsync("/checkin/manifest.webmanifest");
        Assert.Equal(("/checkin/", "/checkin/", "standalone"), (Text("start_url"), Text("scope"), Text("display")));
        Assert.NotEmpty(Text("name"));
        foreach (var icon in manifest["icons"]!.AsArray())
        {
            using var picture = await site.Http.GetAsync(icon!["src"]!.GetValue<string>(), TestContext.Current.CancellationToken);
            Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(
            ["192x192", "512x512"],
            manifest["icons"]!.AsArray().Where(icon => icon!["purpose"]!.GetValue<string>() == "any").Select(icon => icon!["sizes"]!.GetValue<string>()));
        await ExpectOnlineAsync(phone);
        await phone.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null");
        await phone.Context.SetOfflineAsync(true);
        phone = await ReopenAsync(phone);
        Assert.StartsWith("Welcome", Assert.Single(await CheckInDoor.ScanAsync(phone, code)), StringComparison.Ordinal);
        await Assertions.Expect(phone.Locator(".checkin-connection")).ToHaveTextAsync("1 unsent");
        await phone.Context.SetOfflineAsync(false);
        await ExpectOnlineAsync(phone);

        string Text(string name) => manifest[name]!.GetValue<string>();
    }

    private static async Task<string> SaidAsync(IPage phone, string code) => Assert.Single(await CheckInDoor.ScanAsync(phone, code));

    // The refund is a fact that the door is told after the order: scans once the phone has it.
    private static async Task<string> VoidedAsync(IPage phone, string code)
    {
        await phone.WaitForFunctionAsync(
            """
            async code => {
              const { parseCode, refOf } = await import('/js/checkin/code.js');
              return checkin.device.packs.all[0].find(await refOf(parseCode(code).ticketBytes))?.state === 1;
            }
            """,
            code);
        return await SaidAsync(phone, code);
    }

    private static async Task<IPage> ReopenAsync(IPage phone)
    {
        var context = phone.Context;
        await phone.CloseAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync("/checkin/");
        await CheckInDoor.EnterPinAsync(page, "Open");
        await page.WaitForSelectorAsync(".checkin-scan");
        return page;
    }

    private static Task ExpectOnlineAsync(IPage phone) =>
        Assertions.Expect(phone.Locator(".checkin-connection")).ToHaveTextAsync("Online", new() { Timeout = 30_000 });

    private static async Task<int> InsideAsync(IPage phone) =>
        int.Parse(Regex.Match(await phone.Locator(".is-inside dd").InnerTextAsync(), @"^\d+").Value, System.Globalization.CultureInfo.InvariantCulture);
}
