using System.Globalization;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Builds the links in mails; supplied by the application.</summary>
/// <param name="Order">From an order's number and its token.</param>
public sealed record MailLinks(Func<string, string, Uri> Order);

/// <summary>Sends the mails for order events.</summary>
internal sealed class OrderMails(
    OrderReader orders, OrderTokens tokens, SendOnce sendOnce, MailLinks links, IOptions<SiteOptions> site, TimeProvider time)
{
    private static readonly Caller SystemCaller = new(
        null, "system", "", false, new HashSet<string> { Roles.Admin }, new Dictionary<OrganizationId, MemberRole>());

    private static readonly OrderVisitor SystemVisitor = new(SystemCaller, Token: null, Owner: null);

    public Task ConfirmedAsync(OutboxEvent outboxEvent, CancellationToken cancellationToken) => SendAsync(
        outboxEvent,
        (view, link, site, texts) => view.Tickets.Any(ticket => ticket.Status == TicketStatus.Valid)
            ? OrderMailTemplates.Confirmed(view, link, site, texts, Attachments(view, link, texts.Culture))
            : null,
        cancellationToken);

    /// <summary>No mail for an order that its buyer cancelled before paying.</summary>
    public Task CancelledAsync(OutboxEvent happened, CancellationToken cancellationToken) => SendAsync(
        happened, (view, link, site, texts) => view.Order.PaidAt is null
            ? null
            : OrderMailTemplates.Cancelled(view, link, site, texts), cancellationToken);

    public Task RefundedAsync(OutboxEvent outboxEvent, CancellationToken cancellationToken) =>
        SendAsync(outboxEvent, OrderMailTemplates.Refunded, cancellationToken);

    public Task LatePaymentReturnedAsync(OutboxEvent outboxEvent, CancellationToken cancellationToken) =>
        SendAsync(outboxEvent, OrderMailTemplates.LatePaymentReturned, cancellationToken);

    private Task SendAsync(
        OutboxEvent outboxEvent, Func<OrderView, string, string, ResourceTexts, Mail?> write, CancellationToken cancellationToken)
    {
        var id = OrderId.From(Guid.Parse(outboxEvent.AggregateId, CultureInfo.InvariantCulture));
        return sendOnce.SendAsync(outboxEvent.Id, id, async token =>
        {
            var view = await orders.FindAsync(id, SystemVisitor, token) ?? throw new InvalidOperationException($"There is no order {id}.");
            var texts = new ResourceTexts(typeof(MailTexts), OrderMailTemplates.CultureOf(view.Order.Locale));
            var link = links.Order(view.Order.Number, await tokens.OfAsync(view.Order, token));
            return write(view, link.AbsoluteUri, site.Value.Name, texts);
        }, cancellationToken);
    }

    private List<MailAttachment> Attachments(OrderView view, string link, CultureInfo culture)
    {
        var now = time.GetUtcNow();
        var sheet = TicketSheets.Of(view);
        return
        [
            new MailAttachment($"tickets-{view.Order.Number}.pdf", "application/pdf", TicketPdf.Render(sheet, culture, now)),
            new MailAttachment($"{view.Order.Number}.ics", OrderCalendar.ContentType, OrderCalendar.Write(view, new Uri(link), culture, now)),
        ];
    }
}
