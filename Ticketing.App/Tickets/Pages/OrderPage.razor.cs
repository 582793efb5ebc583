using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.App.Ordering;
using Ticketing.App.Ordering.Extras;
using Ticketing.App.Questions;
using Ticketing.App.Questions.Pages;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Payments;
using Ticketing.Core.Questions;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Tickets.Pages;

/// <summary>
/// The buyer's page of an order: tickets, amounts and actions. Open to the buyer's browser, the account, and holders of the mail's
/// link. To others it says how to get in, with status 404, whether or not there is such an order.
/// </summary>
public sealed partial class OrderPage(
    OrderReader orders, OrderQuestionsReader questions, CancelOrderHandler cancelOrder, ResendTicketsHandler resendTickets,
    AnswerOrderHandler answerOrder, AnswerTexts answerTexts, IStringLocalizer<Questions.Texts> questionTexts, NavigationManager navigation,
    TimeProvider time)
{
    private OrderView? _view;
    private OrderVisitor? _visitor;
    private List<Ticket> _valid = [];
    private List<OrderItem> _returned = [];
    private List<OrderExtra> _vouchers = [];
    private OrderQuestions _questions = OrderQuestions.None;
    private IReadOnlyDictionary<string, string> _answerErrors = new Dictionary<string, string>();
    private bool _asksToCancel;
    private bool _asksForAnswers;
    private string? _error;

    [Parameter]
    public required string Number { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    /// <summary>From the mail's link.</summary>
    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    /// <summary><c>cancel</c>: show the cancellation's confirmation; <c>answers</c>: the form of all answers.</summary>
    [SupplyParameterFromQuery(Name = "step")]
    public string? Step { get; set; }

    /// <summary>The word of an <see cref="OrderPageNotice"/>.</summary>
    [SupplyParameterFromQuery(Name = "notice")]
    public string? Notice { get; set; }

    // An unknown word, of an older version's link, shows nothing.
    private OrderPageNotice? Shown => Notice is { } word && EnumWords.TryFromWord<OrderPageNotice>(word, out var notice) ? notice : null;

    private bool IsConfirmed => Shown == OrderPageNotice.Paid && _view!.Order.Status == OrderStatus.Paid && _valid.Count > 0 && !IsDisputed;

    private bool IsUnpaid => _view!.Order.Status == OrderStatus.AwaitingPayment;

    // The checkout redirects here when the provider has confirmed in the browser; the webhook may arrive later.
    private bool IsConfirming => IsUnpaid && Shown == OrderPageNotice.Paid;

    private bool IsProcessing => IsUnpaid && _view!.Payments.Any(payment => payment is { Status: PaymentStatus.Pending, ProcessingSince: not null });

    // While the bank processes the payment, a refusal matters too. Visitors with the mail's link poll the order's status only.
    private bool FollowsPayment => IsProcessing && Token is null;

    private string StateAddress => FollowsPayment ? AppUrls.PaymentStage(_view!.Order.HoldId.Value) : AppUrls.OrderStatus(_view!.Order.Number, Token);

    private string State => FollowsPayment ? EnumWords.ToWord(PaymentStage.Processing) : EnumWords.ToWord(_view!.Order.Status);

    private bool ByStaff => _visitor!.Caller.ServesBuyersOf(_view!.Order.OrganizationId, _view.Event.Id);

    private bool IsDisputed => _valid.Exists(ticket => ticket.Status == TicketStatus.Disputed);

    private bool CanCancel => _valid.Count > 0 && !IsDisputed && (ByStaff || (_view!.Order.CancellableUntil is { } until && time.GetUtcNow() < until));

    protected override async Task OnInitializedAsync()
    {
        _visitor = await OrderVisits.OfAsync(Http, Token);
        _view = await orders.FindAsync(Number, _visitor, Http.RequestAborted);
        if (_view is null)
        {
            // Late: Blazor renders no page of its own for a status that is 404 already.
            Http.Response.OnStarting(() =>
            {
                Http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
            return;
        }

        _valid = [.. _view.Tickets.Where(ticket => ticket.Admits)];
        _returned = _view.Order.PaidAt is null ? [] : [.. _view.Order.Items.Where(item => !item.Live)];
        _vouchers = _view.Order.PaidAt is null ? [] : [.. _view.Order.LiveExtras.Where(unit => unit.Code is not null)];
        _questions = _view.Order.PaidAt is null ? OrderQuestions.None : await questions.ReadAsync(_view.Order, _visitor, Http.RequestAborted);
        _asksToCancel = Step == "cancel" && CanCancel;
        _asksForAnswers = MayAnswer && (_questions.Open > 0 || Step == "answers");
    }

    private async Task ResendAsync()
    {
        var outcome = await resendTickets.HandleAsync(new ResendTickets(_view!.Order.Id, _visitor!), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrderNotice(_view.Order.Number, Token, OrderPageNotice.Sent));
            return;
        }

        _error = outcome.Refusal switch
        {
            ResendTicketsRefusal.NotFound or ResendTicketsRefusal.NoTickets => L["This order has no valid tickets."],
            ResendTicketsRefusal.TooSoon => L["The mail was sent a moment ago. Check your spam folder, or try again in a minute."],
        };
    }

    private bool MayAnswer =>
        _view!.Order.HasTickets && time.GetUtcNow() < _view.Performance.StartsAt && _questions.Asked.Questions.Count > 0;

    private IEnumerable<(EventQuestion Question, CheckedAnswer Answer)> AnswersShown =>
        from question in _questions.Questions
        from answer in _questions.Answers
        where answer.Question == question.Id
        orderby answer.Seat ?? -1
        select (question, answer);

    // What was typed, else what the order has.
    private string? AnswerOf(string field) =>
        Http.Request.HasFormContentType && Http.Request.Form["_handler"] == "answers"
            ? Http.Request.Form[QuestionFields.NameOf(field)].ToString()
            : _questions.Answers.FirstOrDefault(answer => AnswerRules.FieldOf(answer.Question, answer.Seat) == field)?.Value;

    private async Task AnswerAsync()
    {
        var typed = ExtraForm.ReadAnswers(Http.Request, _questions.Asked, withEmpty: true);
        var outcome = await answerOrder.HandleAsync(new AnswerOrder(_view!.Order.Id, typed, _visitor!), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrderNotice(_view.Order.Number, Token, OrderPageNotice.Answered));
            return;
        }

        _answerErrors = outcome.Refusal.Errors.ToDictionary(error => error.Key, error => questionTexts[error.Value].Value);
        _error = outcome.Refusal.Reason switch
        {
            AnswerOrderRefusal.NotFound or AnswerOrderRefusal.Closed => L["Questions of this order can no longer be answered."],
            AnswerOrderRefusal.Invalid => L["Some answers are not right. They are marked below."],
            AnswerOrderRefusal.TooOften => L["You have changed too much within a short time. Wait a few minutes."],
        };
    }

    private async Task CancelAsync()
    {
        var outcome = await cancelOrder.HandleAsync(new CancelOrder(_view!.Order.Id, _visitor!), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            navigation.NavigateTo(AppUrls.OrderNotice(_view.Order.Number, Token, OrderPageNotice.Cancelled));
            return;
        }

        _asksToCancel = false;
        _error = outcome.Refusal switch
        {
            CancelOrderRefusal.NotFound or CancelOrderRefusal.AlreadyEnded => L["This order has already ended."],
            CancelOrderRefusal.NotWithinPolicy => L["This order can no longer be cancelled."],
            CancelOrderRefusal.PaymentUnderWay => L["A payment for this order is being processed right now. Try again in a minute."],
            CancelOrderRefusal.Disputed => L["Your bank is examining this payment. The order can't be cancelled before it has decided."],
            CancelOrderRefusal.ProofNeeded => L["Confirm first that it is you, then try again."],
            CancelOrderRefusal.AboveLimit => L["This is more than you may refund of one order. Ask an owner to refund it."],
        };
    }

    private string? NoticeText => Shown switch
    {
        OrderPageNotice.Answered => L["Thank you, your answers are saved."].Value,
        OrderPageNotice.Sent => L["The mail is on its way to {0}.", _view!.Order.Email].Value,
        OrderPageNotice.Cancelled => _view!.Order.Status is OrderStatus.Cancelled or OrderStatus.Refunded ? L["The order is cancelled."].Value : null,
        // The page shows a section of its own for it: the confirmation, or the notice of a payment that is being confirmed.
        OrderPageNotice.Paid or null => null,
    };

    private long RefundFailed => _view!.Refunds.Where(refund => refund.NeedsAttention).Sum(refund => refund.Amount);

    private bool PaidOtherwise => _view!.Refunds.Any(refund => refund.Resolution == RefundResolution.PaidOtherwise);

    private string? FailedRefundText => RefundFailed == 0 ? null : L[
        "Your bank did not accept the {0} that we sent back to your card. {1} knows, and sends it again or pays you in another way; you do not have to do anything. Questions: {2}",
        new Money(RefundFailed, _view!.Order.Currency).Format(CultureInfo.CurrentCulture), _view.Organization.Name, _view.Organization.Email].Value;

    // Where the money of an ended order is.
    private string MoneyText => RefundFailed > 0 ? ""
        : PaidOtherwise ? L["{0} has paid your money back in another way.", _view!.Organization.Name]
        : L["Your money is on its way back to your card; depending on your bank that takes 5 to 10 days."];

    private string StatusWord => _view!.Order.Status switch
    {
        OrderStatus.AwaitingPayment => L["awaiting payment"],
        OrderStatus.Paid => _view.Order.Total == 0 ? L["confirmed"] : L["paid"],
        OrderStatus.PartiallyRefunded => _view.Order.Total == 0 ? L["partly cancelled"] : L["partly refunded"],
        OrderStatus.Refunded => RefundFailed > 0 ? L["refund failed"] : L["refunded"],
        OrderStatus.Expired => L["expired"],
        OrderStatus.Cancelled => L["cancelled"],
    };

    private string StatusBadge => _view!.Order.Status switch
    {
        OrderStatus.AwaitingPayment => "badge-warning",
        OrderStatus.Paid => "badge-success",
        OrderStatus.PartiallyRefunded => "badge-info",
        OrderStatus.Refunded or OrderStatus.Expired or OrderStatus.Cancelled => "badge-danger",
    };

    private string When
    {
        get
        {
            var starts = VenueTime.At(_view!.Performance.StartsAt, _view.Venue.TimeZone);
            var doors = VenueTime.At(_view.Performance.DoorsAt, _view.Venue.TimeZone);
            return L["{0}, {1} ({2}), doors open {3}", VenueTime.LongDay(starts, CultureInfo.CurrentCulture), VenueTime.Time(starts, CultureInfo.CurrentCulture),
                VenueTime.Zone(starts), VenueTime.Time(doors, CultureInfo.CurrentCulture)];
        }
    }

    private (string Title, string Detail)? EndText => _view!.Order.Status switch
    {
        OrderStatus.AwaitingPayment or OrderStatus.Paid or OrderStatus.PartiallyRefunded => null,
        OrderStatus.Expired or OrderStatus.Cancelled when _view.Payments.Any(payment => payment.Status == PaymentStatus.Returned) =>
            (L["Your payment came too late"], $"{L["The time to pay had run out and the seats were taken."]} {MoneyText}"),
        OrderStatus.Expired => (L["The time to pay has run out"], L["The seats are on sale again, and nothing was charged. If a payment still arrives, you get the seats if they are free, or your money back."]),
        OrderStatus.Cancelled => (L["This order is cancelled"], L["Its tickets are not valid."]),
        OrderStatus.Refunded => (RefundFailed > 0 ? L["This order is cancelled"] : L["This order is refunded"], $"{L["Its tickets are not valid."]} {MoneyText}"),
    };

    private string PolicyText
    {
        get
        {
            if (_view!.Order.CancellableUntil is not { } until)
            {
                return L["Tickets for this event can't be returned."];
            }

            var local = VenueTime.When(VenueTime.At(until, _view.Venue.TimeZone), CultureInfo.CurrentCulture);
            return time.GetUtcNow() >= until ? L["This order could be cancelled until {0} (venue time).", local]
                : _view.Order.Total == 0 ? L["You can cancel this order until {0} (venue time).", local]
                : _view.Order.CancellationKeepsFees ? L["You can cancel this order until {0} (venue time); the fees are kept.", local]
                : L["You can cancel this order until {0} (venue time) and get everything back.", local];
        }
    }

    private string RefundText
    {
        get
        {
            var order = _view!.Order;
            var withFees = ByStaff || !order.CancellationKeepsFees;
            var amount = order.AmountReturnedFor(order.Items.Where(item => item.Live), withFees, order.LiveExtras);
            return order.Total == 0 ? L["Nothing was paid for this order."]
                : amount.Amount == 0 ? L["Your money has been given back already; nothing more is due."]
                : L["You get {0} back, to the card you paid with.", amount.Format(CultureInfo.CurrentCulture)];
        }
    }
}
