using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Service;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>What the box office corrects and writes at an order, by five roles of two organizations.</summary>
public sealed class OrderServiceTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Buyer_WithAnotherAddress_GetsTheTicketsAndEndsOldLinks()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (order, caller) = (IdOf(office), BackOffice.Member(office.Sells));

        var edited = await office.Service<EditOrderHandler>().HandleAsync(
            new EditBuyer(order, " Grace  Hopper ", "grace@example.org", "+49 30 12", caller), Stop);

        Assert.True(edited.Succeeded);
        Assert.Equal(
            "Grace Hopper grace@example.org grace@example.org +49 30 12",
            await office.Shop.Database.ScalarAsync<string>("select concat_ws(' ', name, email, email_normalized, phone) from orders where id = $1", order.Value));
        Assert.NotEqual("paid", (await office.Shop.ReadAsync(office.Order)).Status);
        Assert.Equal(
            ["order.buyer-edited", "order.email-corrected", "order.mail-requested"],
            await office.Shop.Database.ListAsync<string>(
                "select action from audit_entries where subject_id = $1 and actor = 'sam@example.org' order by action", order.ToString()));
        Assert.Equal(0, await CountAsync(office, "audit_entries where before::text || after::text like '%Grace%'"));

        // The same again changes nothing.
        var repeated = await office.Service<EditOrderHandler>().HandleAsync(
            new EditBuyer(order, "Grace Hopper", "grace@example.org", "+49 30 12", caller), Stop);
        Assert.True(repeated.Succeeded);
        Assert.Equal(1, await CountAsync(office, "audit_entries where action = 'order.buyer-edited'"));
    }

    [Theory]
    [InlineData("", "ada@example.org", "", "buyer.name")]
    [InlineData("Ada", "no address", "", "buyer.email")]
    [InlineData("Ada", "ada@example.org", "call me", "buyer.phone")]
    [InlineData("a\0b", "ada@example.org", "", "buyer.name")]
    public async Task Buyer_WithInvalidDetails_StaysAsItWas(string name, string email, string phone, string field)
    {
        await using var office = await BackOffice.OpenAsync(servers);

        var edited = await office.Service<EditOrderHandler>().HandleAsync(
            new EditBuyer(IdOf(office), name, email, phone, BackOffice.Member(office.Sells)), Stop);

        Assert.Equal((EditOrderRefusal.Invalid, field), (edited.Refusal!.Reason, Assert.Single(edited.Refusal.Faults).Key));
        Assert.Equal("Ada Lovelace", await office.Shop.Database.ScalarAsync<string>("select name from orders where id = $1", IdOf(office).Value));
    }

    [Fact]
    public async Task Phone_OfAnErasedBuyer_CanBeCorrected()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Shop.Database.ExecuteAsync("update orders set name = '', email = $1, email_normalized = $1", ForgetBuyerHandler.ErasedEmail);

        var edited = await office.Service<EditOrderHandler>().HandleAsync(
            new EditBuyer(IdOf(office), null, null, "+49 30 12", BackOffice.Member(office.Sells)), Stop);

        Assert.True(edited.Succeeded);
        Assert.Equal("+49 30 12", await office.Shop.Database.ScalarAsync<string>("select phone from orders where id = $1", IdOf(office).Value));
    }

    [Fact]
    public async Task Note_OfAKey_HasItsName()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var key = BackOffice.Member(office.Sells) with
        {
            User = null,
            Name = "Cash desk",
            Email = "",
            Key = new ApiKeyRights(Guid.NewGuid(), new HashSet<ApiArea> { ApiArea.Orders }),
        };
        var handler = office.Service<OrderNotesHandler>();

        var added = await handler.HandleAsync(new AddNote(IdOf(office), "Comes late.", key), Stop);

        Assert.Equal("key: Cash desk", added.Value!.Author);
        Assert.Equal(OrderNoteRefusal.NotDeletable, (await handler.HandleAsync(new DeleteNote(IdOf(office), added.Value.Id, key), Stop)).Refusal);
    }

    [Fact]
    public async Task Attendee_Renamed_KeepsTheTicketAndItsCode()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (order, caller) = (IdOf(office), BackOffice.Member(office.Sells));
        var before = (await office.Shop.ReadAsync(office.Order)).Body!["tickets"]![0]!["code"]!.GetValue<string>();
        var item = new OrderItemId(await office.Shop.Database.ScalarAsync<Guid>("select id from order_items where order_id = $1 order by seat_index limit 1", order.Value));
        var handler = office.Service<EditOrderHandler>();

        Assert.True((await handler.HandleAsync(new EditAttendee(order, item, " Grace ", caller), Stop)).Succeeded);

        var ticket = (await office.Shop.ReadAsync(office.Order)).Body!["tickets"]![0]!;
        Assert.Equal(("Grace", before), (ticket["attendee"]!.GetValue<string>(), ticket["code"]!.GetValue<string>()));
        Assert.Equal(EditOrderRefusal.Invalid, (await handler.HandleAsync(new EditAttendee(order, item, new string('x', 201), caller), Stop)).Refusal!.Reason);
        Assert.Equal(EditOrderRefusal.NotFound, (await handler.HandleAsync(new EditAttendee(order, new OrderItemId(Guid.NewGuid()), "x", caller), Stop)).Refusal!.Reason);
        Assert.Equal(0, await CountAsync(office, "outbox where type = 'order.mail-requested'"));
        Assert.True((await office.Service<RefundOrderHandler>().HandleAsync(new RefundOrder(order, [item], true, true, "staff", caller), Stop)).Succeeded);
        Assert.Equal(EditOrderRefusal.NoTickets, (await handler.HandleAsync(new EditAttendee(order, item, "x", caller), Stop)).Refusal!.Reason);
    }

    [Fact]
    public async Task Notes_OfMembers_AreDeletableByTheirAuthorsForAWhile()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (order, author, other) = (IdOf(office), BackOffice.Member(office.Sells), BackOffice.Member(office.Sells, MemberRole.Owner));
        var handler = office.Service<OrderNotesHandler>();
        foreach (var text in new[] { "", "  ", new string('x', 2001), "a\0b", "\ud83d", "a\u0007" })
        {
            Assert.Equal(OrderNoteRefusal.TextInvalid, (await handler.HandleAsync(new AddNote(order, text, author), Stop)).Refusal);
        }

        var first = (await handler.HandleAsync(new AddNote(order, " Comes late.\r\nCall. ", author), Stop)).Value!;
        var second = (await handler.HandleAsync(new AddNote(order, "Old", author), Stop)).Value!;
        Assert.Equal(("Comes late.\nCall.", "Sam"), (first.Text, first.Author));
        await office.Shop.Database.ExecuteAsync("update order_notes set created_at = now() - interval '11 minutes' where id = $1", second.Id);

        Assert.Equal(OrderNoteRefusal.NotDeletable, (await handler.HandleAsync(new DeleteNote(order, first.Id, other), Stop)).Refusal);
        Assert.Equal(OrderNoteRefusal.NotDeletable, (await handler.HandleAsync(new DeleteNote(order, second.Id, author), Stop)).Refusal);
        Assert.Equal(OrderNoteRefusal.NotFound, (await handler.HandleAsync(new DeleteNote(new OrderId(Guid.NewGuid()), first.Id, author), Stop)).Refusal);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => handler.HandleAsync(new DeleteNote(order, first.Id, author), Stop)));
        Assert.Single(answers, answer => answer.Succeeded);

        var timeline = await office.Service<OrderTimelineReader>().ReadAsync(order, other, Stop);
        Assert.Equal("Old", Assert.Single(timeline.Notes).Text);
        Assert.Contains(timeline.Acts, act => act.Action == "order.note-deleted");
        Assert.Equal(0, await CountAsync(office, "audit_entries where action like 'order.note%' and (before is not null or after is not null)"));
    }

    [Fact]
    public async Task Mark_SetAndRemoved_IsRecordedOnceEach()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var (order, caller) = (IdOf(office), BackOffice.Member(office.Sells));
        foreach (var isMarked in new[] { true, true, false, false })
        {
            var marked = await office.Service<EditOrderHandler>().HandleAsync(new MarkForAttention(order, isMarked, caller), Stop);
            Assert.Equal(isMarked, marked.Value!.AttentionAt is not null);
        }

        Assert.Equal(1, await CountAsync(office, "audit_entries where action = 'order.attention-marked'"));
        Assert.Equal(1, await CountAsync(office, "outbox where type = 'order.attention-cleared'"));
    }

    [Fact]
    public async Task Commands_OfOthers_FindNothingAndChangeNothing()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var order = IdOf(office);
        var item = new OrderItemId(await office.Shop.Database.ScalarAsync<Guid>("select id from order_items where order_id = $1 limit 1", order.Value));
        var note = (await office.Service<OrderNotesHandler>().HandleAsync(new AddNote(order, "Own", BackOffice.Member(office.Sells)), Stop)).Value!;
        var (edit, notes) = (office.Service<EditOrderHandler>(), office.Service<OrderNotesHandler>());
        var before = await CountAsync(office, "audit_entries");
        foreach (var caller in Others(office))
        {
            Assert.Equal(EditOrderRefusal.NotFound, (await edit.HandleAsync(new EditBuyer(order, "x", null, null, caller), Stop)).Refusal!.Reason);
            Assert.Equal(EditOrderRefusal.NotFound, (await edit.HandleAsync(new EditAttendee(order, item, "x", caller), Stop)).Refusal!.Reason);
            Assert.Equal(EditOrderRefusal.NotFound, (await edit.HandleAsync(new MarkForAttention(order, true, caller), Stop)).Refusal!.Reason);
            Assert.Equal(OrderNoteRefusal.NotFound, (await notes.HandleAsync(new AddNote(order, "x", caller), Stop)).Refusal);
            Assert.Equal(OrderNoteRefusal.NotFound, (await notes.HandleAsync(new DeleteNote(order, note.Id, caller), Stop)).Refusal);
            Assert.Empty((await office.Service<OrderTimelineReader>().ReadAsync(order, caller, Stop)).Notes);
            Assert.Empty(await office.Service<OrderMailLog>().ReadAsync(order, caller, Stop));
            var filter = new OrderFilter(office.Sells);
            Assert.Empty((await office.Service<OrganizerOrders>().ListAsync(new ListOrganizerOrders(filter, null, caller), Stop)).Rows);
            Assert.Empty((await office.Service<OrganizerOrders>().ChoicesAsync(office.Sells, null, caller, Stop)).Events);
            Assert.Null(await office.Service<OrganizerOrders>().FindAsync(office.Sells, office.Number, caller, Stop));
        }

        Assert.Equal(before, await CountAsync(office, "audit_entries"));
        foreach (var role in new[] { MemberRole.Owner, MemberRole.Manager, MemberRole.BoxOffice })
        {
            var caller = BackOffice.Member(office.Sells, role);
            Assert.True((await notes.HandleAsync(new AddNote(order, "x", caller), Stop)).Succeeded);
            Assert.Single((await office.Service<OrganizerOrders>().ListAsync(new ListOrganizerOrders(new OrderFilter(office.Sells), null, caller), Stop)).Rows);
        }
    }

    [Fact]
    public async Task Mails_OfAnOrder_AreListedWithTheirDelivery()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var log = office.Service<OrderMailLog>();
        var caller = BackOffice.Member(office.Sells);
        IReadOnlyList<OrderMail> mails = [];
        await Eventually.TrueAsync(async () => (mails = await log.ReadAsync(IdOf(office), caller, Stop)).Count > 0);

        Assert.Equal(("order.paid", true), (Assert.Single(mails).Type, mails[0].Delivered));
    }

    [Fact]
    public async Task Erasure_OfABuyer_EndsNotesAndSearch()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var caller = BackOffice.Member(office.Sells);
        await office.Service<OrderNotesHandler>().HandleAsync(new AddNote(IdOf(office), "Ada is ill", caller), Stop);
        await Eventually.TrueAsync(async () => await FoundAsync(office, "lovelace") == 1);

        await office.Service<ForgetBuyerHandler>().HandleAsync(UserId.New(), "ada_100%@example.org", Stop);

        Assert.Equal(0, await FoundAsync(office, "lovelace"));
        Assert.Equal(1, await FoundAsync(office, office.Number));
        Assert.Equal(0, await CountAsync(office, "order_notes"));
    }

    private static async Task<int> FoundAsync(BackOffice office, string search) => (await office.Service<OrganizerOrders>().ListAsync(
        new ListOrganizerOrders(new OrderFilter(office.Sells, search), null, BackOffice.Member(office.Sells)), Stop)).Total;

    private static Caller[] Others(BackOffice office) =>
    [
        Caller.Guest, BackOffice.Member(office.Other, MemberRole.Owner), BackOffice.Member(office.Other, MemberRole.Manager),
        BackOffice.Member(office.Sells, MemberRole.Analyst), BackOffice.Member(office.Sells, MemberRole.CheckIn),
    ];

    private static OrderId IdOf(BackOffice office) => new(Guid.Parse(office.Order.Id));

    private static Task<long> CountAsync(BackOffice office, string what) => office.Shop.Database.ScalarAsync<long>($"select count(*) from {what}");
}
