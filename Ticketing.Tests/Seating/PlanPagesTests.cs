using Bunit;
using Ticketing.App.Seating.Organizer;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Seating;

/// <summary>The pages of seating plans, as circuits run them.</summary>
public sealed class PlanPagesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    [Fact]
    public async Task PlansPage_Empty_LeadsToAPlan()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using (var bare = await OpenAsync(organization.Slug, owner.Email))
        {
            Assert.Contains("There is no venue yet", bare.Markup.Markup, StringComparison.Ordinal);
            Assert.NotNull(bare.Markup.Find($"a[href='/organizer/{organization.Slug}/venues']"));
        }

        await lab.VenueAsync(organization.Id, owner);
        await using var page = await OpenAsync(organization.Slug, owner.Email);
        Assert.Contains("There is no seating plan yet", page.Markup.Markup, StringComparison.Ordinal);

        await page.ClickAsync("[data-testid=new-plan]");
        await page.SubmitAsync(".new-plan form");
        page.WaitFor(() => Assert.Contains("Enter a name", page.Markup.Find("#new-plan-hint").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", page.Markup.Find("#new-plan-name").GetAttribute("aria-invalid"));

        await page.ChangeAsync("#new-plan-name", "Probebühne");
        await page.SubmitAsync(".new-plan form");
        page.WaitFor(() => Assert.Contains($"/organizer/{organization.Slug}/plans/", page.Address, StringComparison.Ordinal));
        Assert.Equal("Probebühne", await lab.Database.ScalarAsync<string>("select name from seating_plans where organization_id = $1", organization.Id.Value));
    }

    [Fact]
    public async Task PlansPage_WithPlans_FindsRenamesAndDeletes()
    {
        var plan = await lab.PlanAsync();
        await using var page = await OpenAsync(plan.Slug, plan.Owner.Email);
        Assert.Contains("Published", page.Markup.Find("[data-testid=plan]").TextContent, StringComparison.Ordinal);
        Assert.Contains("96 places", page.Markup.Find("[data-testid=plan]").TextContent, StringComparison.Ordinal);

        await page.ClickAsync("button[aria-label='Rename: Studio']");
        await page.ChangeAsync(".plans-rename input", "");
        await page.SubmitAsync(".plans-rename");
        page.WaitFor(() => Assert.Contains("Enter a name", page.Markup.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await page.ChangeAsync(".plans-rename input", "Kammer");
        await page.SubmitAsync(".plans-rename");
        page.WaitForMessage("The plan is called Kammer now.");
        page.WaitFor(() => Assert.Equal("Kammer", page.Markup.Find("[data-testid=plan] strong").TextContent));

        await page.ClickAsync("button[aria-label='Copy: Kammer']");
        page.WaitFor(() => Assert.Equal("Kammer (copy)", page.Markup.Find("#new-plan-name").GetAttribute("value")));

        // The list is away while a plan is made.
        await page.Markup.InvokeAsync(() => page.Markup.FindAll("button").Single(button => button.TextContent == "Cancel").ClickAsync(new()));
        page.WaitFor(() => Assert.NotEmpty(page.Markup.FindAll("[data-testid=plan]")));
        await page.ConfirmAsync(() => page.ClickAsync("button[aria-label='Delete: Kammer']"));
        page.WaitForMessage("The plan Kammer is deleted.");
        Assert.Equal(0L, await lab.Database.ScalarAsync<long>("select count(*) from seating_plans where id = $1", plan.Id.Value));
    }

    [Fact]
    public async Task DesignerPage_OfAPlan_MountsTheEditor()
    {
        var plan = await lab.PlanAsync();
        await using var page = await OfficePage<PlanDesignerPage>.OpenAsync(
            lab.App.Services, plan.Owner.Email, "#designer", builder => builder.Add(one => one.Slug, plan.Slug).Add(one => one.PlanId, plan.Id.Value));

        var shell = page.Markup.Find("#designer");
        Assert.Equal($"/api/v1/organizer/organizations/{plan.Organization}/plans/{plan.Id}", shell.GetAttribute("data-api"));
        Assert.Equal(("Studio", "false"), (shell.GetAttribute("data-name"), shell.GetAttribute("data-readonly")));
        Assert.Equal("Studio", page.Markup.Find("h1").TextContent);
    }

    [Fact]
    public async Task DesignerPage_OfAnotherOrganizationsPlan_ShowsNothingOfIt()
    {
        var (plan, elsewhere) = (await lab.PlanAsync(), await lab.PlanAsync());
        await using var page = await OfficePage<PlanDesignerPage>.OpenAsync(
            lab.App.Services, elsewhere.Owner.Email, "[role=alert]", builder => builder.Add(one => one.Slug, elsewhere.Slug).Add(one => one.PlanId, plan.Id.Value));

        Assert.Contains("There is no such plan", page.Markup.Markup, StringComparison.Ordinal);
        Assert.Empty(page.Markup.FindAll("#designer"));
    }

    private Task<OfficePage<PlansPage>> OpenAsync(string slug, string email) => OfficePage<PlansPage>.OpenAsync(
        lab.App.Services, email, "#plans-q, .notice strong", builder => builder.Add(page => page.Slug, slug));
}
