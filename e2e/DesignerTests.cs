using Microsoft.Playwright;

namespace Ticketing.E2E;

/// <summary>The seating designer in a browser: a theatre from nothing to a sold seat, and by the keyboard alone.</summary>
public sealed class DesignerTests(Site site)
{
    private const int ActionsMax = 59;

    private readonly string _mark = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task Theatre_DrawnFromNothing_IsPublishedAndSold()
    {
        var page = await Office.EnterAsync(site, Office.Organizer);
        var drawing = new Drawing(site, page);
        var (plan, venue) = await drawing.OpenEmptyAsync($"Theatre {_mark}");
        await DrawTheatreAsync(page, drawing);

        Assert.Equal(420, await drawing.ReadAsync<int>("objects.filter(o => o.overrides).reduce((sum, o) => sum + editor.model.seats(o).left, 0)"));
        Assert.InRange(drawing.Actions, 1, ActionsMax);

        var performance = await Drawing.SellAsync(site, plan, venue, $"Drawn this morning {_mark}");
        var buyer = await site.VisitAsync();
        await PaymentStep.ReachWithBestSeatsAsync(buyer, performance, $"drawn-{_mark}@example.org");
        await PaymentStep.PayAsync(buyer, "4242 4242 4242 4242");
        await Assertions.Expect(buyer.GetByTestId("ticket")).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Assertions.Expect(buyer.GetByTestId("ticket").First).ToContainTextAsync("Stalls");
    }

    [Fact]
    public async Task Row_ByTheKeyboardAlone_IsDrawnNumberedAndCategorised()
    {
        var page = await Office.EnterAsync(site, Office.Organizer);
        var drawing = new Drawing(site, page);
        await drawing.OpenEmptyAsync($"Row {_mark}");
        await Office.TabToAsync(page, page.GetByTestId("template-none"));
        await drawing.PressAsync("Enter", "Enter");
        await Assertions.Expect(drawing.Live).ToHaveTextAsync("Row A, 10 seats, Stalls");

        await Office.TabToAsync(page, drawing.Field("object-seats"));
        await page.Keyboard.TypeAsync("12");
        await drawing.PressAsync("Enter", "Escape", "n");
        await Office.TabToAsync(page, drawing.Field("number-seats-preset"));
        await drawing.PressAsync("ArrowDown");
        await Office.TabToAsync(page, drawing.Field("number-apply"));
        await drawing.PressAsync("Enter");
        await Assertions.Expect(drawing.Live).ToHaveTextAsync("Numbered");

        await Office.TabToAsync(page, page.GetByTestId("tab-numbering"));
        await drawing.PressAsync("ArrowLeft");
        await Office.TabToAsync(page, drawing.Field("category-add"));
        await drawing.PressAsync("Enter");
        var category = await drawing.ReadAsync<string>("editor.options.category");
        await Office.TabToAsync(page, drawing.Field($"category-{category}-name"));
        await page.Keyboard.TypeAsync("Best seats");
        await drawing.PressAsync("Enter");
        await Office.TabToAsync(page, drawing.Field($"category-{category}-apply"));
        await drawing.PressAsync("Enter");

        Assert.Equal($"A 12 true {category}", await drawing.ReadAsync<string>("objects.map(o => `${o.name} ${o.seats} ${o.seatNumbering.reversed} ${o.category}`).join()"));
        await Office.TabToAsync(page, drawing.Canvas);
        await drawing.PressAsync("Enter", "ArrowRight");
        await Assertions.Expect(drawing.Live).ToHaveTextAsync("Row A, seat 11, Best seats");
        await drawing.SavedAsync();
        Faults.None(await Office.FaultsAsync(page));

        // The tree says the same as the canvas, and a problem is told when it is chosen.
        await Office.TabToAsync(page, page.GetByTestId("designer-tree").Locator("[role=treeitem][tabindex='0']"));
        await Assertions.Expect(page.GetByRole(AriaRole.Treeitem, new() { Name = "Row A", Exact = false }).Last).ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.GetByTestId("tab-problems")).ToContainTextAsync("1");
        await drawing.PressAsync("F8");
        await Assertions.Expect(drawing.Live).ToContainTextAsync("stage");
        Faults.None(await Office.FaultsAsync(page));
    }

    [Fact]
    public async Task Map_OfABuyer_FollowsANewerPlanWithoutReload()
    {
        var (plan, venue) = await Drawing.PublishRowAsync(site, $"Growing {_mark}");
        var performance = await Drawing.SellAsync(site, plan, venue, $"Growing {_mark}");
        var buyer = await site.VisitAsync();
        await PaymentStep.OpenMapAsync(buyer, performance);
        await PaymentStep.TakeBestSeatsAsync(buyer);
        await buyer.EvaluateAsync("() => { document.documentElement.dataset.mark = 'same page'; }");
        Assert.Null(await StatusAsync(buyer, "Stalls-B-1"));

        var page = await Office.EnterAsync(site, Office.Organizer);
        var drawing = new Drawing(site, page);
        await drawing.OpenAsync(plan);
        await drawing.ToCanvasAsync();
        await drawing.PressAsync("Tab", "Control+d");
        await drawing.SavedAsync();
        await drawing.ClickAsync(page.GetByTestId("designer-publish"));
        await page.GetByTestId("date-change").ClickAsync();
        await Assertions.Expect(page.GetByTestId("date-changes")).ToHaveTextAsync("10 new places");
        Faults.None(await Axe.ViolationsInBothThemesAsync(page));
        await page.GetByTestId("date-apply").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("New performances use it");
        await Assertions.Expect(page.GetByTestId("date-change")).ToHaveCountAsync(0);

        // The same page, with its basket, has the new row and takes a seat of it.
        await buyer.WaitForFunctionAsync("() => document.querySelector('[data-testid=seat-map]').seatMap?.statusOf('Stalls-B-1') === 'available'");
        Assert.Equal("same page", await buyer.EvaluateAsync<string>("() => document.documentElement.dataset.mark"));
        var lines = await buyer.GetByTestId("basket-line").CountAsync();
        var at = await buyer.EvaluateAsync<Point>("label => document.querySelector('[data-testid=seat-map]').seatMap.reveal(label)", "Stalls-B-1");
        await buyer.Mouse.ClickAsync(at.X, at.Y);
        await Assertions.Expect(buyer.GetByTestId("basket-line")).ToHaveCountAsync(lines + 1);
    }

    private static Task<string?> StatusAsync(IPage page, string label) =>
        page.EvaluateAsync<string?>("label => document.querySelector('[data-testid=seat-map]').seatMap.statusOf(label) ?? null", label);

    // Curved stalls of 12 rows, two wings that mirror each other, a balcony: 240 + 2 × 60 + 60 seats, 4 of them for wheelchairs.
    private static async Task DrawTheatreAsync(IPage page, Drawing drawing)
    {
        await drawing.ClickAsync(page.GetByTestId("template-none"));
        await drawing.PressAsync("d", "Enter");                                   // the stage, at the centre of the view
        await BlockAsync(drawing, ("object-rows", "12"), ("object-seats", "20"), ("object-y", "450"), ("object-radius", "2200"));

        await SectionAsync(page, drawing, "Wings");
        await BlockAsync(drawing, ("object-rows", "6"), ("object-x", "-1150"), ("object-y", "450"), ("object-angle", "20"));
        await drawing.ClickAsync(page.GetByTestId("tab-numbering"));
        await drawing.ChooseAsync("number-seats-preset", "1, 2, 3 from the right");
        await drawing.ClickAsync(drawing.Field("number-apply"));
        await drawing.ToCanvasAsync();
        await drawing.PressAsync("Control+d", "Control+m");
        await drawing.ClickAsync(page.GetByTestId("tab-properties"));
        await drawing.FillAsync("object-x", "1150");
        await drawing.FillAsync("object-y", "450");

        await SectionAsync(page, drawing, "Balcony");
        await BlockAsync(drawing, ("object-rows", "3"), ("object-seats", "20"), ("object-y", "2000"), ("object-radius", "3750"));

        // Three categories: the last one made is the current one, and each is applied to what is selected.
        await drawing.ClickAsync(page.GetByTestId("tab-categories"));
        await CategoryAsync(drawing, "Balcony");
        await TreeAsync(page, drawing, "Wings");
        await CategoryAsync(drawing, "Wings");
        await TreeAsync(page, drawing, "Stalls");
        await CategoryAsync(drawing, "Stalls");

        // The first four seats of the stalls' first row are for wheelchairs.
        await drawing.ToCanvasAsync();
        await drawing.PressAsync("Enter", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "k", "Enter");
        await drawing.SavedAsync();
        await drawing.ClickAsync(page.GetByTestId("designer-publish"));
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("is published", new() { Timeout = 30_000 });
        Assert.Equal(4, await drawing.ReadAsync<int>("objects.filter(o => o.overrides).reduce((sum, o) => sum + o.overrides.filter(s => s.kind === 'wheelchair').length, 0)"));
    }

    private static async Task BlockAsync(Drawing drawing, params (string Field, string Value)[] fields)
    {
        await drawing.PressAsync("b", "Enter");
        foreach (var (field, value) in fields)
        {
            await drawing.FillAsync(field, value);
        }
    }

    private static async Task SectionAsync(IPage page, Drawing drawing, string name)
    {
        await drawing.ClickAsync(drawing.Field("section-add"));
        await drawing.FillAsync("section-name", name);
        await drawing.ToCanvasAsync();
        await Assertions.Expect(page.GetByTestId("designer-tree")).ToContainTextAsync(name);
    }

    private static async Task CategoryAsync(Drawing drawing, string name)
    {
        await drawing.ClickAsync(drawing.Field("category-add"));
        var key = await drawing.ReadAsync<string>("editor.options.category");
        await drawing.FillAsync($"category-{key}-name", name);
        await drawing.ClickAsync(drawing.Field($"category-{key}-apply"));
    }

    // Space on a section selects everything in it.
    private static async Task TreeAsync(IPage page, Drawing drawing, string section)
    {
        await drawing.ClickAsync(page.GetByTestId("designer-tree").Locator("[data-key^='section:']", new() { HasText = section }).Locator(".designer-tree-name").First);
        await drawing.PressAsync("Space");
    }

    private sealed class Point
    {
        public float X { get; set; }

        public float Y { get; set; }
    }
}
