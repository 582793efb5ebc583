using System.Net;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>The organizer's pages as members see them who are limited to one event: every link that they are shown leads to a page that opens.</summary>
public sealed class LimitedLinksTests(TestServers servers)
{
    private const int PagesMax = 200;

    private static readonly string[] Closed =
        ["There is no such page among the organizations", "There is no such event in this organization", "No access with this account"];

    [Theory]
    [InlineData(MemberRole.Manager, "check-in", "devices", "sell", "orders", "attendees", "events", "export", "messages", "performances", "team")]
    [InlineData(MemberRole.BoxOffice, "sell", "orders", "attendees", "events", "export", "team")]
    [InlineData(MemberRole.Analyst, "events", "performances", "team")]
    [InlineData(MemberRole.CheckIn, "check-in", "events", "team")]
    public async Task Links_ShownToAMemberOfOneEvent_Open(MemberRole role, params string[] rooms)
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var database = office.Shop.Database;
        var email = await office.Accounts.RegisterAsAsync(Roles.Buyer, office.Sells.Value, role.ToWord());
        await database.ExecuteAsync(
            """
            update members set event_ids = array[(select event_id from performances where id = $2)]
            where user_id = (select id from users where email = $1)
            """, email, office.Shop.Sale.Id.Value);
        var home = "/organizer/" + await database.ScalarAsync<string>("select slug from organizations where id = $1", office.Sells.Value);
        using var browser = await office.Accounts.SignInAsync(email);
        List<string> wrong = [];
        HashSet<string> seen = [home];
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var address))
        {
            var page = await browser.FollowAsync(address);
            if (page.Status != HttpStatusCode.OK || Array.Exists(Closed, text => page.Text.Contains(text, StringComparison.Ordinal)))
            {
                wrong.Add($"{address}: {(int)page.Status}");
            }

            foreach (var link in page.Document.QuerySelectorAll("a[href^='/organizer/'], a[href^='/admin']").Select(element => element.GetAttribute("href")!))
            {
                if (seen.Add(link.Split('#', '?')[0]))
                {
                    open.Enqueue(link);
                }
            }

            Assert.True(seen.Count < PagesMax, string.Join('\n', seen));
        }

        Assert.Equal("", string.Join('\n', wrong));
        Assert.Equal(
            rooms.Order(StringComparer.Ordinal),
            seen.Where(link => link.StartsWith(home + "/", StringComparison.Ordinal)).Select(link => link[(home.Length + 1)..].Split('/')[0])
                .Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(role is MemberRole.Manager or MemberRole.BoxOffice, seen.Contains($"{home}/sell/{office.Shop.Sale.Id}"));
        Assert.Equal(role == MemberRole.Manager, seen.Any(link => link.EndsWith("/holds", StringComparison.Ordinal)));
        Assert.DoesNotContain("/admin/webhooks", seen);
    }
}
