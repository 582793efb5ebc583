using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Organizations.Followers;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Organizations.Public;

/// <summary>Accounts that follow organizers, and their daily mails.</summary>
public sealed class FollowerTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OrganizerFollowers Followers => lab.Service<OrganizerFollowers>();

    [Fact]
    public async Task Organizer_FollowedTwiceAndLeft_IsListedOnce()
    {
        var (organization, slug) = await OrganizerAsync();
        var buyer = await lab.AccountAsync();

        Assert.True((await FollowAsync(organization, buyer)).Value);
        Assert.True((await FollowAsync(organization, buyer)).Value);
        Assert.Equal((slug, true, true), (await Followers.ListAsync(buyer, Stop)).Select(one => (one.Slug, one.IsPublic, one.Notify)).Single());
        Assert.True(await Followers.FollowsAsync(organization, buyer, Stop));

        Assert.False((await FollowAsync(organization, buyer, follow: false)).Value);
        Assert.False((await FollowAsync(organization, buyer, follow: false)).Value);
        Assert.Empty(await Followers.ListAsync(buyer, Stop));
    }

    [Fact]
    public async Task Organizer_NotPublic_CannotBeFollowed()
    {
        var (pending, _) = await lab.FoundAsync();
        var (organization, _) = await OrganizerAsync();
        var buyer = await lab.AccountAsync();

        Assert.Equal(FollowRefusal.NotFound, (await FollowAsync(pending.Id, buyer)).Refusal);
        Assert.Equal(FollowRefusal.NotFound, (await FollowAsync(OrganizationId.New(), buyer)).Refusal);
        Assert.Equal(FollowRefusal.SignInNeeded, (await FollowAsync(organization, Caller.Guest)).Refusal);
        Assert.Empty(await Followers.ListAsync(Caller.Guest, Stop));
    }

    [Fact]
    public async Task Follows_TooManyOfOneAccount_AreRefused()
    {
        var (organization, _) = await OrganizerAsync();
        var buyer = await lab.AccountAsync();
        for (var i = 0; i < CommandLimits.Follows.PerAccount; i++)
        {
            Assert.True((await FollowAsync(organization, buyer, follow: i % 2 == 0)).Succeeded);
        }

        Assert.Equal(FollowRefusal.TooOften, (await FollowAsync(organization, buyer)).Refusal);
    }

    [Fact]
    public async Task News_OfFollowedOrganizers_AreMailedOnceADay()
    {
        var (organization, _) = await OrganizerAsync();
        var (other, _) = await OrganizerAsync();
        var (buyer, stranger) = (await lab.AccountAsync(), await lab.AccountAsync());
        await FollowAsync(organization, buyer);
        await FollowAsync(other, stranger);
        await TellAsync(buyer, stranger);

        // New since then, and one from before.
        await PublishAsync(organization, "Neues Stück", DateTimeOffset.UtcNow.AddHours(-1));
        await PublishAsync(organization, "Altes Stück", DateTimeOffset.UtcNow.AddDays(-9));
        await PublishAsync(organization, "Entwurf", DateTimeOffset.UtcNow.AddHours(-1), "draft");
        foreach (var status in new[] { "cancelled", "postponed" })
        {
            await PublishAsync(organization, "Ausfall " + status, DateTimeOffset.UtcNow.AddHours(-1));
            await lab.Database.ExecuteAsync(
                "update performances set status = $1 where event_id in (select id from events where title = $2)", status, "Ausfall " + status);
        }

        await Task.WhenAll(RunAsync(), RunAsync(), RunAsync());

        var mail = Assert.Single(await MailsAsync(buyer));
        Assert.Contains("Neues Stück", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Altes", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Entwurf", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Ausfall", mail, StringComparison.Ordinal);
        Assert.Empty(await MailsAsync(stranger));

        // Within a day there is no other mail, after it one without what was mailed. Others published at that moment may not be seen yet:
        // what is new by some minutes waits, and is not counted as told.
        await PublishAsync(organization, "Noch ein Stück", DateTimeOffset.UtcNow);
        await RunAsync();
        Assert.Single(await MailsAsync(buyer));
        await lab.Database.ExecuteAsync("update followers set news_until = now() - interval '25 hours' where user_id = $1", buyer.User!.Value.Value);
        await lab.Database.ExecuteAsync("update events set created_at = now() - interval '30 hours' where title = 'Neues Stück'");
        await RunAsync();
        Assert.Single(await MailsAsync(buyer));
        await lab.Database.ExecuteAsync("update followers set news_until = news_until - interval '25 hours' where user_id = $1", buyer.User!.Value.Value);
        await lab.Database.ExecuteAsync("update events set created_at = created_at - interval '25 hours' where title = 'Noch ein Stück'");
        await RunAsync();
        Assert.Contains("Noch ein Stück", (await MailsAsync(buyer)).Last(), StringComparison.Ordinal);
        Assert.DoesNotContain("Neues", (await MailsAsync(buyer)).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_StoppedByTheirLink_DoNotCome()
    {
        var (organization, _) = await OrganizerAsync();
        var (buyer, other) = (await lab.AccountAsync(), await lab.AccountAsync());
        await FollowAsync(organization, buyer);
        await FollowAsync(organization, other);
        var token = await lab.Service<FollowerTokens>().WriteAsync(buyer.User!.Value, Stop);

        foreach (var wrong in new[] { null, "", "x", token[..^1], token + "A", (token[0] == 'A' ? 'B' : 'A') + token[1..], new string('!', token.Length) })
        {
            Assert.False(await Followers.StopMailsAsync(wrong, Stop));
        }

        Assert.True(await Followers.StopMailsAsync(token, Stop));
        Assert.True(await Followers.StopMailsAsync(token, Stop));
        await TellAsync(buyer, other);
        await PublishAsync(organization, "Premiere", DateTimeOffset.UtcNow.AddHours(-1));
        await RunAsync();
        Assert.Empty(await MailsAsync(buyer));
        Assert.Single(await MailsAsync(other));
        Assert.False((await Followers.ListAsync(buyer, Stop)).Single().Notify);

        // Another organizer does not bring them back; the account does, without what was published in between.
        var (second, _) = await OrganizerAsync();
        await FollowAsync(second, buyer);
        Assert.All(await Followers.ListAsync(buyer, Stop), organizer => Assert.False(organizer.Notify));
        Assert.True(await Followers.HandleAsync(new SetFollowerMails(true, buyer), Stop));
        Assert.All(await Followers.ListAsync(buyer, Stop), organizer => Assert.True(organizer.Notify));
        await RunAsync();
        Assert.Empty(await MailsAsync(buyer));
    }

    [Fact]
    public async Task Pages_OfAFollower_FollowAndStop()
    {
        var (_, slug) = await OrganizerAsync();
        using var browser = await lab.App.SignInAsync(await lab.App.RegisterAsync());

        Assert.Equal("/organizers/" + slug, (await browser.SubmitAsync("/organizers/" + slug, "follow", ("Form.Follow", "true"))).Location);
        var list = await browser.GetAsync("/account/following");
        Assert.NotNull(list.Document.QuerySelector($"a[href='/organizers/{slug}']"));
        Assert.Equal("/account/following", (await browser.SubmitAsync("/account/following", "mails", ("Mails.Notify", "false"))).Location);
        var form = list.Document.QuerySelector("input[name=_handler][value^=unfollow]")!.GetAttribute("value")!;
        Assert.Equal("/account/following", (await browser.SubmitAsync("/account/following", form)).Location);
        Assert.NotNull((await browser.GetAsync("/account/following")).Document.QuerySelector("[data-testid=no-organizers]"));

        using var guest = lab.App.OpenBrowser();
        Assert.Null((await guest.GetAsync("/organizers/" + slug)).Document.QuerySelector("[data-testid=follow]"));
    }

    private Task<Outcome<bool, FollowRefusal>> FollowAsync(OrganizationId organization, Caller caller, bool follow = true) =>
        Followers.HandleAsync(new FollowOrganizer(organization, follow, caller), Stop);

    private Task RunAsync() => lab.App.Services.GetRequiredService<FollowerDigests>().RunAsync(Stop);

    // As if they had been told two days ago.
    private async Task TellAsync(params Caller[] callers)
    {
        foreach (var caller in callers)
        {
            await lab.Database.ExecuteAsync("update followers set news_until = now() - interval '2 days' where user_id = $1", caller.User!.Value.Value);
        }
    }

    private Task<List<string>> MailsAsync(Caller caller) => lab.Database.ListAsync<string>(
        "select payload::text from outbox where type = 'account.followed-organizers' and payload->>'email' = $1 order by created_at", caller.Email);

    private async Task<(OrganizationId Id, string Slug)> OrganizerAsync()
    {
        var (organization, _) = await lab.FoundAsync($"Haus {Guid.NewGuid():N}");
        await lab.Database.ExecuteAsync("update organizations set status = 'approved' where id = $1", organization.Id.Value);
        return (organization.Id, organization.Slug);
    }

    private async Task PublishAsync(OrganizationId organization, string title, DateTimeOffset at, string status = "published")
    {
        var sale = await TestSale.CreateAsync(lab.Database.DataSource, new TestSaleTerms { EventStatus = status });
        await lab.Database.ExecuteAsync(
            "update events set organization_id = $2, title = $3, created_at = $4 where id = (select event_id from performances where id = $1)",
            sale.Id.Value, organization.Value, title, at);
    }
}
