using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Localization;

namespace Ticketing.Infrastructure.Notifications.Mails.Templates;

/// <summary>The mails about orders. <c>link</c> is the order's page with its token, which authorizes access.</summary>
internal static class OrderMailTemplates
{
    /// <summary>Confirmation with the tickets, also when requested again.</summary>
    /// <param name="picture">The address of the event's artwork.</param>
    public static Mail Confirmed(
        OrderView view, string link, Uri picture, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments) => Write(
        view, siteName, texts, attachments,
        texts["Your tickets for {0}", view.Event.Title],
        texts["Thank you, {0}!", view.Order.Name],
        body => body
            .Picture(picture, view.Event.Title)
            .Paragraph(view.Order.Items.Count(item => item.Live) == 1
                ? texts["Your ticket is attached as a PDF. Show its code at the entrance, printed or on your phone."]
                : texts["Your tickets are attached as a PDF, one page each. Show their codes at the entrance, printed or on your phone."])
            .Facts(Performance(view, texts))
            .Amounts(Breakdown(view, texts))
            .Button(texts["Show order and tickets"], link)
            .Small(CancellationPolicy(view, texts)));

    /// <summary>The new tickets after an exchange of seats.</summary>
    public static Mail Changed(
        OrderView view, string link, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments) => Write(
        view, siteName, texts, attachments,
        texts["New seats for your order {0}", view.Order.Number],
        texts["Your seats have changed"],
        body => body
            .Paragraph(texts["{0} has exchanged seats of the order below. Your new tickets are attached; those for the former seats are no longer valid. If the new seats cost less, the difference is on its way back to you.", view.Organization.Name])
            .Facts(Performance(view, texts))
            .Amounts(Breakdown(view, texts))
            .Button(texts["Show order and tickets"], link));

    /// <summary>The link, for a buyer who asked for it by number and address.</summary>
    public static Mail Link(OrderView view, string link, string siteName, ResourceTexts texts) => Write(
        view, siteName, texts, [],
        texts["The link to your order {0}", view.Order.Number],
        texts["Here is your order"],
        body => body
            .Paragraph(texts["You asked for the link to this order. If it was not you, you need not do anything: only this mail has the link."])
            .Facts(Performance(view, texts))
            .Button(texts["Show order and tickets"], link));

    /// <summary>Cancellation of a free order.</summary>
    public static Mail Cancelled(OrderView view, string link, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments) => Write(
        view, siteName, texts, attachments,
        texts["Your order {0} is cancelled", view.Order.Number],
        texts["Your order is cancelled"],
        body => body
            .Paragraph(texts["The order below is cancelled and its tickets are no longer valid."])
            .Facts(Performance(view, texts))
            .Button(texts["Show order"], link));

    /// <summary>Refund of all seats and extras or some.</summary>
    public static Mail Refunded(OrderView view, string link, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments)
    {
        var whole = view.Order.Status == OrderStatus.Refunded;
        var hasExtras = view.Order.ExtraCount > 0 && !whole;
        var isFree = view.Order.Total == 0;
        var hasFailed = view.Refunds.Any(refund => refund.NeedsAttention && refund.FailureReason != Refund.ByHand);
        var isByHand = view.Refunds.Any(refund => !refund.ForExchange && view.Payments.Any(payment => payment.Id == refund.PaymentId && payment.IsByHand));
        return Write(
            view, siteName, texts, attachments,
            isFree && hasExtras ? texts["Part of your order {0} is cancelled", view.Order.Number]
                : isFree ? texts["Seats of your order {0} are cancelled", view.Order.Number] : texts["Refund for your order {0}", view.Order.Number],
            isFree ? texts["Part of your order is cancelled"]
                : hasFailed ? texts["Your refund has not arrived"]
                : whole ? texts["Your order is refunded"]
                : texts["Part of your order is refunded"],
            body => body
                .Paragraph(hasExtras
                    ? PartReturned(view, isFree, hasFailed, isByHand, texts)
                    : isFree
                    ? texts["Some seats of the order below are cancelled, and their tickets are no longer valid. Your other tickets stay valid."]
                    : hasFailed
                    ? texts["Seats of the order below are cancelled, and their tickets are no longer valid. Your bank did not accept the money yet: {0} knows, and sends it again or pays you in another way.", view.Organization.Name]
                    : isByHand
                    ? texts["Seats of the order below are cancelled, and their tickets are no longer valid. What was paid in cash or at a terminal, {0} hands over to you or pays in another way. What was paid online goes back to the card you paid with.", view.Organization.Name]
                    : whole
                    ? texts["The order below is cancelled, its tickets are no longer valid, and your money is on its way back to the card you paid with. Depending on your bank that takes 5 to 10 days."]
                    : texts["Some seats of the order below are cancelled, their tickets are no longer valid, and their money is on its way back to the card you paid with. Depending on your bank that takes 5 to 10 days. Your other tickets stay valid."])
                .Facts(Performance(view, texts))
                .Amounts(isFree ? [] :
                [
                    (texts["Paid"], Amount(view.Order, view.Order.Total, texts), false),
                    (texts["Refunded"], Amount(view.Order, view.Order.Refunded, texts), true),
                ])
                .Button(texts["Show order"], link));
    }

    // Which part it is, the order's page says: it may have been an extra alone.
    private static string PartReturned(OrderView view, bool isFree, bool hasFailed, bool isByHand, ResourceTexts texts)
    {
        var money = isFree ? null
            : hasFailed ? texts["Your bank did not accept the money yet: {0} knows, and sends it again or pays you in another way.", view.Organization.Name]
            : isByHand ? texts["What was paid in cash or at a terminal, {0} hands over to you or pays in another way. What was paid online goes back to the card you paid with.", view.Organization.Name]
            : texts["Its money is on its way back to the card you paid with. Depending on your bank that takes 5 to 10 days."];
        return string.Join(' ', new[]
        {
            texts["Part of the order below is cancelled. The tickets and vouchers of this part are no longer valid, the others stay valid."], money,
        }.Where(sentence => sentence is not null));
    }

    /// <summary>A refund that staff have to do: the bank or the provider did not accept it, or it was paid by hand.</summary>
    public static Mail RefundFailed(OrderView view, string link, string siteName, ResourceTexts texts)
    {
        var owed = view.Refunds.Where(refund => refund.NeedsAttention).ToList();
        var isByHand = owed.Count > 0 && owed.TrueForAll(refund => refund.FailureReason == Refund.ByHand);
        return Write(
            view, siteName, texts, [],
            isByHand ? texts["Your refund for order {0}", view.Order.Number] : texts["Your refund for order {0} has not arrived", view.Order.Number],
            isByHand ? texts["You get money back by hand"] : texts["Your refund has not arrived"],
            body => body
                .Paragraph(isByHand
                    ? texts["The amount below was paid in cash or at a terminal, so it cannot go back by itself. {0} knows, and hands it over to you or pays you in another way.", view.Organization.Name]
                    : texts["Your bank did not accept the money that we sent back to the card you paid with. {0} knows, and sends it again or pays you in another way. You do not have to do anything.", view.Organization.Name])
                .Facts(Performance(view, texts))
                .Amounts((texts["Still owed to you"], Amount(view.Order, owed.Sum(refund => refund.Amount), texts), true))
                .Button(texts["Show order"], link));
    }

    /// <summary>Refund of a payment that arrived after the seats or the extras were sold again.</summary>
    public static Mail LatePaymentReturned(OrderView view, string link, string siteName, ResourceTexts texts) => Write(
        view, siteName, texts, [],
        texts["Your payment for order {0} came too late", view.Order.Number],
        texts["We are sorry: your payment came too late"],
        body => body
            .Paragraph(view.Order.ExtraCount > 0
                ? texts["Your payment reached us after the time to pay had run out, and somebody else has the seats or the last extras by now. There are no tickets, and your money is on its way back to the card you paid with. Depending on your bank that takes 5 to 10 days."]
                : texts["Your payment reached us after the time to pay had run out, and somebody else has the seats by now. There are no tickets, and your money is on its way back to the card you paid with. Depending on your bank that takes 5 to 10 days."])
            .Facts(Performance(view, texts))
            .Amounts((texts["Refunded"], Amount(view.Order, view.Order.Total, texts), true))
            .Button(texts["Show order"], link));

    /// <summary>The frame of mails to buyers: heading, footer, the organizer as the one to reply to.</summary>
    internal static Mail Write(
        OrderView view, string siteName, ResourceTexts texts, IReadOnlyList<MailAttachment> attachments,
        string subject, string heading, Action<MailBody> write)
    {
        var body = new MailBody(texts.Culture.TwoLetterISOLanguageName, siteName);
        write(body.Heading(heading));
        body.Small(texts["Questions? Reply to this mail: it goes to {0}, the organizer.", view.Organization.Name]);
        return new Mail(
            view.Order.Email,
            view.Order.Name,
            view.Organization.Email,
            subject,
            body.Html(subject, texts["You get this mail because of order {0} at {1}. Do not forward it: its link opens your order.", view.Order.Number, siteName]),
            body.Text,
            attachments);
    }

    /// <summary>What the order is for.</summary>
    internal static (string Label, string Value)[] Performance(OrderView view, ResourceTexts texts)
    {
        var starts = VenueTime.At(view.Performance.StartsAt, view.Venue.TimeZone);
        var doors = VenueTime.At(view.Performance.DoorsAt, view.Venue.TimeZone);
        return
        [
            (texts["Event"], view.Event.Title),
            (texts["When"], $"{VenueTime.LongDay(starts, texts.Culture)}\n{texts["{0} ({1}), doors open {2}", VenueTime.Time(starts, texts.Culture), VenueTime.Zone(starts), VenueTime.Time(doors, texts.Culture)]}"),
            (texts["Where"], $"{view.Venue.Name}\n{view.Venue.Street}, {view.Venue.PostalCode} {view.Venue.City}"),
            (texts["Order"], view.Order.Number),
        ];
    }

    private static (string Label, string Amount, bool Strong)[] Breakdown(OrderView view, ResourceTexts texts)
    {
        var order = view.Order;
        var rows = order.Items.Where(item => item.Live)
            .Select(item => ($"{PlaceName.Of(view.PlaceOf(item), texts.Culture)}\n{item.PriceName}", Amount(order, item.Price, texts), false)).ToList();
        rows.AddRange(order.LiveExtras.GroupBy(unit => (unit.ExtraId, unit.Price)).Select(units =>
            ($"{units.Count()} × {units.First().Name}", Amount(order, units.Sum(unit => unit.Price), texts), false)));
        if (order.Discount > 0)
        {
            rows.Add((texts["Discount"], Amount(order, -order.Discount, texts), false));
        }

        if (order.Fees > 0)
        {
            rows.Add((texts["Fees"], Amount(order, order.Fees, texts), false));
        }

        if (order.Tax > 0 && !order.PricesIncludeTax)
        {
            rows.Add((texts["Tax"], Amount(order, order.Tax, texts), false));
        }

        rows.Add((texts["Total"], Amount(order, order.Total, texts), true));
        if (order.Refunded > 0)
        {
            rows.Add((texts["Refunded"], Amount(order, order.Refunded, texts), false));
        }

        if (order.Tax > 0 && order.PricesIncludeTax)
        {
            rows.Add((texts["Tax included"], Amount(order, order.Tax, texts), false));
        }

        return [.. rows];
    }

    private static string Amount(Order order, long amount, ResourceTexts texts) => new Money(amount, order.Currency).Format(texts.Culture);

    private static string CancellationPolicy(OrderView view, ResourceTexts texts)
    {
        if (view.Order.CancellableUntil is not { } until)
        {
            return texts["These tickets can't be returned."];
        }

        var local = VenueTime.When(VenueTime.At(until, view.Venue.TimeZone), texts.Culture);
        return view.Order.CancellationKeepsFees
            ? texts["You can cancel this order on its page until {0} (venue time); the fees are kept.", local]
            : texts["You can cancel this order on its page until {0} (venue time).", local];
    }
}
