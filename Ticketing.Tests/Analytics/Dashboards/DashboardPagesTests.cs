using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using Ticketing.App.Analytics.Organizer;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Analytics.Dashboards;

/// <summary>The organizers' pages by role, in both languages, and one that stays open while a sale happens.</summary>
public sealed class DashboardPagesTests(TestServers servers)
{
    private static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_ByRole_ShowsFiguresOrAHome()
    {
        await using var office = await OpenAsync();
        var (home, show) = (await HomeAsync(office), await EventAsync(office));
        using var owner = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "owner");
        using var analyst = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "analyst");
        using var boxOffice = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);
        using var foreign = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Other.Value, "owner");

        var figures = await owner.GetAsync(home);
        Assert.Equal("3", figures.Document.QuerySelector("[data-figure=today]")!.TextContent);
        Assert.Contains("€139.50", figures.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ada Lovelace", figures.Text, StringComparison.Ordinal);
        Assert.NotNull(figures.Document.QuerySelector($"a[href='{home}/orders/{office.Number}']"));

        // Analysts see numbers, no names, and nothing that they may not open.
        var numbers = await analyst.GetAsync(home);
        Assert.Equal("3", numbers.Document.QuerySelector("[data-figure=today]")!.TextContent);
        Assert.Contains(office.Number, numbers.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", numbers.Text, StringComparison.Ordinal);
        Assert.Null(numbers.Document.QuerySelector($"a[href^='{home}/orders/']"));

        var links = await boxOffice.GetAsync(home);
        Assert.DoesNotContain("139.50", links.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", links.Text, StringComparison.Ordinal);
        Assert.NotNull(links.Document.QuerySelector($"main a[href='{home}/events']"));
        Assert.NotNull(links.Document.QuerySelector($"main a[href='{home}/orders']"));
        Assert.DoesNotContain("139.50", (await boxOffice.GetAsync($"{home}/events")).Text, StringComparison.Ordinal);
        Assert.Contains("There is no such page", (await boxOffice.GetAsync($"{home}/events/{show}")).Text, StringComparison.Ordinal);
        Assert.Contains("There is no such page", (await foreign.GetAsync(home)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_UnderAnotherOrganizationsAddress_IsNotFound()
    {
        await using var office = await OpenAsync();
        using var admin = await office.Accounts.SignInAsAsync(Roles.Admin);
        var show = await EventAsync(office);

        Assert.Contains("Sales over time", (await admin.GetAsync($"{await HomeAsync(office)}/events/{show}")).Text, StringComparison.Ordinal);
        var other = await office.Shop.Database.ScalarAsync<string>("select slug from organizations where id = $1", office.Other.Value);
        var page = await admin.GetAsync($"/organizer/{other}/events/{show}");
        Assert.Contains("There is no such event", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("139.50", page.Text, StringComparison.Ordinal);
    }

    // The public page of its event answers 404.
    [Theory]
    [InlineData("approved", 1)]
    [InlineData("pending", 0)]
    [InlineData("suspended", 0)]
    public async Task Events_ForARoleWithoutFigures_LinkToPublicPagesOnly(string status, int links)
    {
        await using var office = await OpenAsync();
        await office.Shop.Database.ExecuteAsync("update organizations set status = $1 where id = $2", status, office.Sells.Value);
        var slug = await office.Shop.Database.ScalarAsync<string>("select slug from events where organization_id = $1", office.Sells.Value);
        using var boxOffice = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);

        var page = await boxOffice.GetAsync($"{await HomeAsync(office)}/events");

        Assert.Contains("Show", page.Document.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(links, page.Document.QuerySelectorAll($"main a[href='/events/{slug}']").Length);
    }

    [Theory]
    [InlineData("", "30 days")]
    [InlineData("?range=hour", "60 minutes")]
    [InlineData("?range=nonsense&performance=nonsense&compare=1", "30 days")]
    public async Task Event_WithChoicesInTheAddress_ShowsThem(string query, string range)
    {
        await using var office = await OpenAsync();
        using var analyst = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "analyst");

        var page = await analyst.GetAsync($"{await HomeAsync(office)}/events/{await EventAsync(office)}{query}");

        Assert.Equal("3", page.Document.QuerySelector("[data-figure=sold]")!.TextContent);
        Assert.Equal(range, page.Document.QuerySelector("#range option[selected]")!.TextContent);
        Assert.Contains("Stalls: 3 of 16 seats sold", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_ByTheSession_AreTheApisCsv()
    {
        await using var office = await OpenAsync();
        using var analyst = await office.Accounts.SignInAsAsync(Roles.Buyer, office.Sells.Value, "analyst");
        using var boxOffice = await office.Accounts.SignInAsAsync(Roles.Staff, office.Sells.Value);
        var (home, show) = (await HomeAsync(office), await EventAsync(office));
        var page = await analyst.GetAsync($"{home}/events/{show}");
        var files = page.Document.QuerySelectorAll("a[download]").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(2, files.Count);
        foreach (var file in files)
        {
            var csv = await analyst.GetAsync(file);
            Assert.Equal((HttpStatusCode.OK, "text/csv; charset=utf-8"), (csv.Status, csv.Headers["Content-Type"]));
            Assert.Contains(",EUR,13950,0,0,13950,", csv.Text, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await boxOffice.GetAsync(file)).Status);
            var other = await office.Shop.Database.ScalarAsync<string>("select slug from organizations where id = $1", office.Other.Value);
            Assert.Equal(HttpStatusCode.NotFound, (await analyst.GetAsync(file.Replace(home, $"/organizer/{other}", StringComparison.Ordinal))).Status);
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await analyst.GetAsync($"{home}/performances/{office.Shop.Sale.Id}/sales.csv?by=week")).Status);
    }

    [Fact]
    public async Task Pages_InGerman_AreGerman()
    {
        await using var office = await OpenAsync();
        var email = await office.Accounts.RegisterAsAsync(Roles.Buyer, office.Sells.Value, "manager");
        using var german = office.Accounts.OpenBrowser("de");
        await AccessApp.LogInAsync(german, email, AccessApp.Password);
        var home = await HomeAsync(office);

        (string Path, string[] Texts)[] pages =
        [
            (home, ["Bevorstehende Vorstellungen", "139,50 €"]), ($"{home}/events", ["Nächste Vorstellung"]),
            ($"{home}/events/{await EventAsync(office)}", ["Verkaufstempo", "16 Plätzen verkauft"]),
        ];
        foreach (var (path, texts) in pages)
        {
            var text = (await german.GetAsync(path)).Document.Body!.TextContent;
            Assert.All(texts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Organization_WithoutEvents_TeachesTheNextStep()
    {
        await using var office = await OpenAsync();
        var id = Guid.CreateVersion7();
        await office.Shop.Database.ExecuteAsync(
            """
            insert into organizations (id, name, slug, email, prices_include_tax, refund_hours_before, refund_keeps_fee)
            values ($1, 'New', 'brand-new', 'new@test.example', true, 48, false)
            """, id);
        using var owner = await office.Accounts.SignInAsAsync(Roles.Buyer, id, "owner");

        var page = await owner.GetAsync("/organizer/brand-new");

        Assert.Contains("There is no event yet.", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("main a[href='/organizer/brand-new/team']"));
        Assert.Contains("There is no event ahead.", (await owner.GetAsync("/organizer/brand-new/events")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_ThatStaysOpen_ShowsTheNextSale()
    {
        await using var office = await OpenAsync();
        var email = await office.Accounts.RegisterAsAsync(Roles.Buyer, office.Sells.Value, "owner");
        await using var scope = office.Shop.App.Services.CreateAsyncScope();
        await using var context = new BunitContext();
        var home = await RenderAsync<DashboardPage>(context, scope, office, email);
        home.WaitForAssertion(() => Assert.Equal("3", home.Find("[data-figure=today]").TextContent), HangTimeout);

        var order = await office.Shop.PlaceAsync(await office.Shop.HoldAsync(4, 5), "grace@example.org");
        await office.Shop.PayAsync(order);

        home.WaitForAssertion(() => Assert.Equal("5", home.Find("[data-figure=today]").TextContent), HangTimeout);
        home.WaitForAssertion(() => Assert.Contains(order.Body!["number"]!.GetValue<string>(), home.Markup, StringComparison.Ordinal), HangTimeout);
    }

    // A circuit outlives a membership.
    [Fact]
    public async Task Dashboard_OfARemovedMember_LosesItsFigures()
    {
        await using var office = await OpenAsync();
        var email = await office.Accounts.RegisterAsAsync(Roles.Buyer, office.Sells.Value, "owner");
        await using var scope = office.Shop.App.Services.CreateAsyncScope();
        await using var context = new BunitContext();
        var home = await RenderAsync<DashboardPage>(context, scope, office, email);
        home.WaitForAssertion(() => Assert.NotEmpty(home.FindAll("[data-figure=today]")), HangTimeout);

        await office.Shop.Database.ExecuteAsync("delete from members where organization_id = $1", office.Sells.Value);

        home.WaitForAssertion(() => Assert.Empty(home.FindAll("[data-figure=today]")), HangTimeout);
    }

    private async Task<BackOffice> OpenAsync()
    {
        var office = await BackOffice.OpenAsync(servers);
        await SalesFigures.CaughtUpAsync(office.Shop.Database);
        return office;
    }

    private static async Task<string> HomeAsync(BackOffice office) => $"/organizer/{await SlugAsync(office)}";

    private static async Task<string> SlugAsync(BackOffice office) =>
        (await office.Shop.Database.ScalarAsync<string>("select slug from organizations where id = $1", office.Sells.Value))!;

    private static Task<Guid> EventAsync(BackOffice office) =>
        office.Shop.Database.ScalarAsync<Guid>("select event_id from performances where id = $1", office.Shop.Sale.Id.Value);

    /// <summary>Renders a page for an account, with the application's services, as in a circuit.</summary>
    private static async Task<IRenderedComponent<TPage>> RenderAsync<TPage>(
        BunitContext context, AsyncServiceScope scope, BackOffice office, string email)
        where TPage : FiguresPage
    {
        var db = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var account = await db.Set<Account>().SingleAsync(user => user.Email == email, Stop);
        var principal = await scope.ServiceProvider.GetRequiredService<AccountSignInManager>().CreateUserPrincipalAsync(account);
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(scope.ServiceProvider);
        context.Services.AddLocalization();
        context.Services.AddMudServices();
        context.Render<MudPopoverProvider>();
        var slug = await SlugAsync(office);
        return context.Render<TPage>(parameters => parameters
            .Add(page => page.Slug, slug)
            .AddCascadingValue(Task.FromResult(new AuthenticationState(principal))));
    }
}
