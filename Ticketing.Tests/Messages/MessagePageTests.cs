using Bunit;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Messages.Organizer;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Messages;

/// <summary>The pages of messages as members have them open.</summary>
public sealed class MessagePageTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Empty_SaysWhatComesNextAndMakesADraft()
    {
        var (organization, owner) = await lab.FoundAsync();
        await using var page = await OfficePage<MessagesPage>.OpenAsync(
            lab.App.Services, owner.Email, ".notice", parameters => parameters.Add(shown => shown.Slug, organization.Slug));

        await page.ClickAsync(".admin-head button");

        page.WaitFor(() => Assert.Contains($"/organizer/{organization.Slug}/messages/", page.Address, StringComparison.Ordinal));
        Assert.Equal(1L, await lab.Database.ScalarAsync<long>(
            "select count(*) from messages where organization_id = $1 and status = 'draft'", organization.Id.Value));
    }

    [Fact]
    public async Task Editor_WhileTyping_ShowsTheMailAndSaves()
    {
        var (organization, owner) = await lab.FoundAsync();
        var message = (await lab.Service<ManageMessagesHandler>().HandleAsync(
            new WriteMessage(organization.Id, null, MessageTerms.Empty, null, owner), Stop)).Value;
        await using var page = await OfficePage<MessagePage>.OpenAsync(
            lab.App.Services, owner.Email, "#message-subject",
            parameters => parameters.Add(shown => shown.Slug, organization.Slug).Add(shown => shown.Message, message));
        page.WaitFor(() => Assert.Contains("No buyer matches", page.Markup.Find("[data-testid=audience-count]").TextContent, StringComparison.Ordinal));

        await page.Markup.InvokeAsync(() => page.Markup.Find("#message-subject").InputAsync(new ChangeEventArgs { Value = "Doors of {event}" }));
        await page.Markup.InvokeAsync(() => page.Markup.Find("#message-body").InputAsync(new ChangeEventArgs { Value = "Hello **{name}** <script>alert(1)</script>" }));
        page.WaitFor(() =>
        {
            var html = page.Markup.Find("iframe.message-preview").GetAttribute("srcdoc")!;
            Assert.Contains("<strong>Ada Lovelace</strong>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        });
        Assert.Equal("", page.Markup.Find("iframe.message-preview").GetAttribute("sandbox"));

        await page.SubmitAsync("form.form");
        page.WaitForMessage("saved");
        Assert.Equal("Doors of {event}", await lab.Database.ScalarAsync<string>("select subject_en from messages where id = $1", message));
    }

    [Fact]
    public async Task Editor_WithAnUnknownField_MarksTheText()
    {
        var (organization, owner) = await lab.FoundAsync();
        var message = (await lab.Service<ManageMessagesHandler>().HandleAsync(
            new WriteMessage(organization.Id, null, MessageTerms.Empty, null, owner), Stop)).Value;
        await using var page = await OfficePage<MessagePage>.OpenAsync(
            lab.App.Services, owner.Email, "#message-subject",
            parameters => parameters.Add(shown => shown.Slug, organization.Slug).Add(shown => shown.Message, message));

        await page.Markup.InvokeAsync(() => page.Markup.Find("#message-body").InputAsync(new ChangeEventArgs { Value = "Hello {nmae}" }));
        await page.SubmitAsync("form.form");

        page.WaitFor(() => Assert.Equal("true", page.Markup.Find("#message-body").GetAttribute("aria-invalid")));
        Assert.Equal("", await lab.Database.ScalarAsync<string>("select body_en from messages where id = $1", message));
    }

    [Fact]
    public async Task Pages_ForABoxOffice_AreNotThere()
    {
        var (organization, _) = await lab.FoundAsync();
        var member = await lab.MemberAsync(organization.Id, Core.Access.MemberRole.BoxOffice);

        await using var page = await OfficePage<MessagesPage>.OpenAsync(
            lab.App.Services, member.Email, ".notice-error", parameters => parameters.Add(shown => shown.Slug, organization.Slug));

        Assert.Empty(page.Markup.FindAll("table"));
    }
}
