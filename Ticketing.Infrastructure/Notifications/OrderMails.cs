using System.Globalization;
using Microsoft.Extensions.Options;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Artwork;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Infrastructure.Notifications.Mails.Templates;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>Builds the links in mails; supplied by the application.</summary>
/// <param name="Order">From an order's number and its token.</param>
/// <param name="Page">From an order's number: its page, without a token, for files that people share.</param>
/// <param name="Artwork">From the seed of an event's artwork: a picture that mail programs support.</param>
public sealed record MailLinks(Func<string, string, Uri> Order, Func<string, Uri> Page, Func<string, Uri> Artwork);

/// <summary>Sends the mails for facts about orders.</summary>
internal sealed class OrderMails(
    OrderReader orders, OrderTokens tokens, SendOnce sendOnce, MailLinks links, IOptions<SiteOptions> site, TimeProvider time)
{
    private static readonly Caller SystemCaller = new(
        null, "system", "", false, new HashSet<string> { Roles.Admin }, new Dictionary<OrganizationId, MemberRole>());

    /// <summary>Reads orders for mails.</summary>
    internal static readonly OrderVisitor SystemVisitor = new(SystemCaller, Token: null, Owner: null);

    public Task ConfirmedAsync(MailJob job, CancellationToken cancellationToken) => SendAsync(
        job,
        async (view, link, site, texts, token) => view.Tickets.Any(ticket => ticket.Admits)
            ? OrderMailTemplates.Confirmed(
                view, link, links.Artwork(ArtworkPainter.SeedOf(view.Event)), site, texts, [await TicketsAsync(view, texts.Culture, token), Calendar(view, texts.Culture)])
            : null,
        cancellationToken);

    /// <summary>The new tickets after an exchange of seats.</summary>
    public Task ChangedAsync(MailJob job, CancellationToken cancellationToken) => SendAsync(
        job,
        async (view, link, site, texts, token) => view.Tickets.Any(ticket => ticket.Admits)
            ? OrderMailTemplates.Changed(view, link, site, texts, [await TicketsAsync(view, texts.Culture, token), Calendar(view, texts.Culture)])
            : null,
        cancellationToken);

    public Task LinkAsync(MailJob job, CancellationToken cancellationToken) =>
        SendAsync(job, OrderMailTemplates.Link, cancellationToken);

    /// <summary>No mail for an order that its buyer cancelled before paying.</summary>
    public Task CancelledAsync(MailJob job, CancellationToken cancellationToken) => SendAsync(
        job, (view, link, site, texts) => view.Order.PaidAt is null
            ? null
            : OrderMailTemplates.Cancelled(view, link, site, texts, [Calendar(view, texts.Culture)]), cancellationToken);

    public Task RefundedAsync(MailJob job, CancellationToken cancellationToken) =>
        SendAsync(
            job, (view, link, site, texts) => OrderMailTemplates.Refunded(view, link, site, texts, [Calendar(view, texts.Culture)]), cancellationToken);

    /// <summary>No mail if staff have dealt with it meanwhile.</summary>
    public Task RefundFailedAsync(MailJob job, CancellationToken cancellationToken) => SendAsync(
        job,
        (view, link, site, texts) => view.Refunds.Any(refund => refund.NeedsAttention)
            ? OrderMailTemplates.RefundFailed(view, link, site, texts)
            : null,
        cancellationToken);

    public Task LatePaymentReturnedAsync(MailJob job, CancellationToken cancellationToken) =>
        SendAsync(job, OrderMailTemplates.LatePaymentReturned, cancellationToken);

    /// <summary>The date was cancelled or postponed. No mail for an order without seats by now.</summary>
    public Task DateChangedAsync(
        MailJob job, Func<OrderView, DateNotice, string, string, ResourceTexts, IReadOnlyList<MailAttachment>, Mail> write,
        CancellationToken cancellationToken)
    {
        var notice = job.Read<DateNotice>();
        return SendAsync(
            job,
            (view, link, site, texts) => notice.IsRefunded || view.Order.Items.Any(item => item.Live)
                ? write(view, notice, link, site, texts, [Calendar(view, texts.Culture)])
                : null,
            cancellationToken);
    }

    private Task<MailDelivery?> SendAsync(
        MailJob job, Func<OrderView, string, string, ResourceTexts, Mail?> write, CancellationToken cancellationToken) =>
        SendAsync(job, (view, link, site, texts, _) => Task.FromResult(write(view, link, site, texts)), cancellationToken);

    private Task<MailDelivery?> SendAsync(
        MailJob job, Func<OrderView, string, string, ResourceTexts, CancellationToken, Task<Mail?>> write, CancellationToken cancellationToken)
    {
        var id = OrderId.From(Guid.Parse(job.AggregateId, CultureInfo.InvariantCulture));
        return sendOnce.SendAsync(job.Id, id, async token =>
        {
            var view = await orders.FindAsync(id, SystemVisitor, token) ?? throw new InvalidOperationException($"There is no order {id}.");
            if (view.Order.Email.Length == 0)
            {
                // A walk-in buyer of the box office gave no address.
                return null;
            }

            var texts = new ResourceTexts(typeof(MailTexts), OrderLanguage.Of(view.Order.Locale));
            var link = links.Order(view.Order.Number, await tokens.OfAsync(view.Order, token));
            return await write(view, link.AbsoluteUri, site.Value.Name, texts, token);
        }, cancellationToken);
    }

    private async Task<MailAttachment> TicketsAsync(OrderView view, CultureInfo culture, CancellationToken cancellationToken) => new(
        $"tickets-{view.Order.Number}.pdf", "application/pdf",
        await TicketPdf.RenderInTurnAsync(TicketSheets.Of(view), culture, time.GetUtcNow(), cancellationToken));

    // After a change too: calendars then correct or remove the entry.
    private MailAttachment Calendar(OrderView view, CultureInfo culture) => new(
        $"{view.Order.Number}.ics", OrderCalendar.ContentType,
        OrderCalendar.Write(view, links.Page(view.Order.Number), culture, time.GetUtcNow()));
}
