using Ical.Net;
using Ical.Net.CalendarComponents;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Tickets;

/// <summary>Calendar files follow what happens to the order and its performance, and open nothing.</summary>
public sealed class OrderCalendarTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_AfterEachChange_HasAHigherSequence()
    {
        await using var shop = await Shop.OpenAsync(servers, settings: ("PublicCache:Seconds", "0"));
        var order = await OrderPageTests.BuyAsync(shop, await shop.HoldAsync(0, 1));
        var sale = shop.Sale.Id.Value;
        (string Change, string Status)[] changes =
        [
            ("UPDATE performances SET starts_at = starts_at - interval '1 day', doors_at = doors_at - interval '1 day' WHERE id = $1", "CONFIRMED"),
            ("UPDATE events SET title = 'Other' WHERE id = (SELECT event_id FROM performances WHERE id = $1)", "CONFIRMED"),
            ("UPDATE venues SET street = 'Other' WHERE id = (SELECT venue_id FROM performances WHERE id = $1)", "CONFIRMED"),
            ("UPDATE performances SET status = 'postponed' WHERE id = $1", "CANCELLED"),
            ("UPDATE performances SET status = 'scheduled', starts_at = starts_at - interval '2 days' WHERE id = $1", "CONFIRMED"),
            ("UPDATE performances SET status = 'cancelled' WHERE id = $1", "CANCELLED"),
            ("UPDATE performances SET status = 'scheduled' WHERE id = $1", "CONFIRMED"),
        ];
        var before = await FileAsync(shop, order);
        Assert.Equal("CONFIRMED", before.Status);
        Assert.Contains("Stalls, row A, seat 1", before.Description, StringComparison.Ordinal);
        foreach (var (change, status) in changes)
        {
            await shop.Database.ExecuteAsync(change, sale);
            var after = await FileAsync(shop, order);

            Assert.Equal((status, before.Uid), (after.Status, after.Uid));
            Assert.True(after.Sequence > before.Sequence, change);
            Assert.True(after.LastModified! >= before.LastModified!, change);
            before = after;
        }

        // What calendars do not show does not count.
        await shop.Database.ExecuteAsync("UPDATE performances SET seats_per_order_max = 3 WHERE id = $1", sale);
        Assert.Equal(before.Sequence, (await FileAsync(shop, order)).Sequence);

        await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token);
        var ended = await FileAsync(shop, order);
        Assert.Equal(("CANCELLED", before.Uid), (ended.Status, ended.Uid));
        Assert.True(ended.Sequence > before.Sequence);
        Assert.DoesNotContain("seat 1", ended.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_OfTwoOrders_HaveTwoIdentities()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var (first, second) = (await OrderPageTests.BuyAsync(shop, await shop.HoldAsync(0)), await OrderPageTests.BuyAsync(shop, await shop.HoldAsync(1)));

        var uids = new[] { (await FileAsync(shop, first)).Uid, (await FileAsync(shop, second)).Uid };

        Assert.Equal(new[] { first.Id, second.Id }.AsEnumerable(), uids);
        Assert.DoesNotContain(shop.Sale.Id.ToString(), uids);
    }

    // Every file that the shop makes: the page's and the mails', of a paid and of an ended order.
    [Fact]
    public async Task Files_OfAnyKind_HaveNoToken()
    {
        await using var shop = await Shop.OpenAsync(servers);
        var order = await OrderPageTests.BuyAsync(shop, await shop.HoldAsync(0));
        var files = new List<string> { await TextAsync(shop, order) };
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>("SELECT count(*) FROM local_mail") == 1);
        await shop.PostAsync($"api/v1/orders/{order.Id}/cancel", null, order.Token);
        await Eventually.TrueAsync(async () => await shop.Database.ScalarAsync<long>("SELECT count(*) FROM local_mail") >= 2);
        foreach (var content in await shop.Database.ListAsync<byte[]>("SELECT content FROM local_mail ORDER BY received_at"))
        {
            using var mail = LocalMail.Parse(content);
            var calendar = Assert.Single(LocalMail.FilesOf(mail), file => file.ContentType.StartsWith("text/calendar", StringComparison.Ordinal));
            Assert.Contains("text/calendar; charset=utf-8; method=PUBLISH", mail.ToString().Replace("\"", "", StringComparison.Ordinal).ReplaceLineEndings("").Replace("\t", " ", StringComparison.Ordinal), StringComparison.Ordinal);
            files.Add(System.Text.Encoding.UTF8.GetString(calendar.Content));
        }

        Assert.Equal(["CONFIRMED", "CONFIRMED", "CANCELLED"], files.Select(file => Assert.Single(Calendar.Load(file)!.Events).Status));
        // Lines are folded at 75 octets.
        Assert.All(files, file => Assert.DoesNotContain("token", file.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
        Assert.All(files, file => Assert.DoesNotContain(order.Token, file.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<CalendarEvent> FileAsync(Shop shop, Reply order) => Assert.Single(Calendar.Load(await TextAsync(shop, order))!.Events);

    private static async Task<string> TextAsync(Shop shop, Reply order)
    {
        using var response = await shop.Http.GetAsync($"orders/{order.Body!["number"]}/calendar.ics?token={order.Token}", Stop);
        Assert.Equal("text/calendar; charset=utf-8; method=PUBLISH", response.Content.Headers.ContentType!.ToString());
        return await response.Content.ReadAsStringAsync(Stop);
    }
}
