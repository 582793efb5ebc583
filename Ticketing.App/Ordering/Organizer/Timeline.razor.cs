using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Ordering.Admin;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Ordering.Service;

namespace Ticketing.App.Ordering.Organizer;

/// <summary>An order's whole history in one list: acts, payments, refunds, mails and whether they arrived.</summary>
public sealed partial class Timeline
{
    // Whose text says nothing that the notes' panel does not show.
    private const string NoteAdded = "order.note-added";

    private IReadOnlyList<Line> _lines = [];

    [Parameter, EditorRequired]
    public required OrderView View { get; set; }

    [Parameter, EditorRequired]
    public required OrderTimeline Content { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<OrderMail> Mails { get; set; }

    // A stable sort: an act comes before the money and the mail that it leads to.
    protected override void OnParametersSet() => _lines =
    [
        .. Acts().Concat(Payments()).Concat(Refunds()).Concat(MailLines()).OrderBy(line => line.At),
    ];

    private IEnumerable<Line> Acts() => Content.Acts.Where(act => act.Action != NoteAdded).Select(act => new Line(
        act.At, OrderTexts.Action(act.Action, L), act.Action,
        string.Join(" · ", new[] { OrderTexts.ActorOf(act.Actor, L), SeatsOf(act.At, act.Action) }.OfType<string>())));

    private IEnumerable<Line> Payments() => View.Payments.Select(payment => new Line(
        payment.CreatedAt,
        L["Payment of {0}: {1}", Text(payment.Amount, payment.Currency), OrderTexts.Describe(payment.Status, L)],
        payment.ProviderPaymentId, OrderTexts.MeansOf(payment, L)));

    private IEnumerable<Line> Refunds() => View.Refunds.Select(refund => new Line(
        refund.CreatedAt,
        L["Refund of {0}: {1}", Text(refund.Amount, refund.Currency), OrderTexts.Describe(refund.Status, L)],
        refund.ProviderRefundId, refund.ForExchange ? L["difference of an exchange"] : refund.Reason));

    private IEnumerable<Line> MailLines() => Mails.Select(mail => new Line(
        mail.SentAt, ServiceTexts.MailOf(mail.Type, L), mail.Type, mail.Delivered ? L["accepted by the recipient's server"] : L["not accepted: the address takes no mail"]));

    private string? SeatsOf(DateTimeOffset at, string action) =>
        action == "order.changed" && Content.Exchanges.FirstOrDefault(exchange => exchange.At == at) is { } exchange
            ? L["{0} for {1}", string.Join(", ", exchange.From), string.Join(", ", exchange.To)].Value
            : null;

    private static string Text(long amount, string currency) => new Money(amount, currency).Format(CultureInfo.CurrentCulture);

    /// <param name="Code">The technical name, shown as a tooltip.</param>
    private sealed record Line(DateTimeOffset At, string Text, string? Code, string Detail);
}
