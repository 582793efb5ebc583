using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Ordering.Campaigns;
using Ticketing.App.Ordering.Extras;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.Localization;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Pages;

/// <summary>
/// The checkout of a hold, in two steps at one address: details, then the provider's payment element. Every step is a plain form post, so
/// reload, back button and second tab show the current state, and nothing is ordered twice.
/// </summary>
public sealed partial class Checkout(
    CheckoutReader reader,
    PlaceOrderWithRetry placeOrder,
    ChooseReductionsHandler chooseReductions,
    CancelOrderHandler cancelOrder,
    ExtendHoldHandler extendHold,
    ExtendPaymentHandler extendPayment,
    PaymentStarter payments,
    CurrentActor actor,
    NavigationManager navigation,
    IStringLocalizer<Texts> texts,
    IStringLocalizer<Questions.Texts> questionTexts)
{
    private CheckoutView? _view;
    private CheckoutStage _stage;
    private OrderPayment? _payment;
    private string? _error;
    private bool _needsOtherSeats;
    private bool _isSignedIn;
    private bool _hasTooManyCodes;
    private readonly Dictionary<string, string> _fieldErrors = [];

    // Null: the form has no choice of prices.
    private ChosenReductions? _chosen;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Parameter]
    public Guid HoldId { get; set; }

    /// <summary><c>true</c>: shows the details again after the order has been placed.</summary>
    [SupplyParameterFromQuery(Name = "edit")]
    public string? Edit { get; set; }

    /// <summary><c>unpaid</c>: the buyer comes back from a bank's page without having paid.</summary>
    [SupplyParameterFromQuery(Name = "payment")]
    public string? Comeback { get; set; }

    /// <summary>Minor units: what the order cost when the payment step that leads here was opened; another tab has changed it.</summary>
    [SupplyParameterFromQuery(Name = "was")]
    public string? CostBefore { get; set; }

    [SupplyParameterFromForm(FormName = CheckoutForm.Name)]
    public CheckoutForm Form { get; set; } = null!;

    private HoldOwner Owner => HoldOwner.OfKey(BuyerKey.GetOrCreate(Http));

    private bool CanExtend => _stage != CheckoutStage.Expired && _view is { CanExtend: true };

    private string? PromoError => _view?.PromoRefusal is { } refusal ? Sentence(refusal) : null;

    // Links with a bare fragment would lead to the base address.
    private string Here => navigation.Uri.Split('#')[0];

    private string? PromoDescribedBy => PromoError is not null ? "promo-error" : _view?.Promo is not null ? "promo-applied" : null;

    private string? ChangedText =>
        _stage != CheckoutStage.Payment || !long.TryParse(CostBefore, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? null
        : before == _view!.Total.Amount ? texts["The payment had to be started again. Nothing has been charged."].Value
        : texts["Your order was changed in another tab: it costs {0} now, not {1}. Nothing has been charged.", Amount(_view.Total), Amount(_view.Total with { Amount = before })].Value;

    private string PolicyText => _view switch
    {
        { Organization.RefundHoursBefore: { } hours, Total.Amount: > 0 } when _view.Organization.RefundKeepsFee =>
            texts["You can cancel until {0} hours before the start and get your money back, less the fees.", hours],
        { Organization.RefundHoursBefore: { } hours, Total.Amount: 0 } => texts["You can cancel until {0} hours before the start.", hours],
        { Organization.RefundHoursBefore: { } hours } => texts["You can cancel until {0} hours before the start and get all your money back.", hours],
        _ => texts["Tickets cannot be returned, unless the event is cancelled or postponed."],
    };

    protected override async Task OnInitializedAsync()
    {
        var submitted = Http.Request.HasFormContentType && Http.Request.Form["_handler"] == CheckoutForm.Name;
        Form ??= new CheckoutForm();
        // The code is optional: a second press with a refused code continues without it.
        if (Form.Action == "no-promo" || (Form.Action == "pay" && Form.RefusedCode is not null && Form.RefusedCode == Form.PromoCode))
        {
            Form.PromoCode = null;
        }

        var caller = await actor.ReadAsync(Http.RequestAborted);
        _isSignedIn = caller.User is not null;
        _chosen = submitted ? ReductionFields.Read(Http.Request.Form) : null;
        await ReadAsync(!submitted ? null : Form.Action is "prices" or "extras" ? Form.AppliedCode ?? "" : Form.PromoCode ?? "");
        await KeepReductionsAsync();
        var linked = await ReadLinkedAsync(submitted);
        if (_view?.Order is { Status: not (OrderStatus.AwaitingPayment or OrderStatus.Expired or OrderStatus.Cancelled) } done)
        {
            navigation.NavigateTo(AppUrls.Order(done.Number));
            return;
        }

        if (!submitted && _view is not null)
        {
            Prefill(caller, _view, linked);
        }

        // Payments start on GET only, not on the post of another form.
        if (_stage == CheckoutStage.Payment && HttpMethods.IsGet(Http.Request.Method))
        {
            var ensured = await payments.EnsureAsync(_view!.Order!.Id, Http.RequestAborted);
            _payment = ensured.Value;
            if (_payment is { IsProcessing: true })
            {
                navigation.NavigateTo(AppUrls.PaymentReturn(HoldId));
                return;
            }

            UnpaidOrderCookie.Write(Http, _view.Performance.Id.Value, _view.Hold.Id, _view.Remaining);
            _error = ensured.Succeeded ? null : Sentence(ensured.Refusal);
        }
    }

    private async Task SubmitAsync()
    {
        if (_view is null || _stage == CheckoutStage.Expired || Form.Action is "promo" or "no-promo" or "prices" or "extras" || _hasTooManyCodes)
        {
            ShowExtraFaults();
            return;
        }

        var caller = await actor.ReadAsync(Http.RequestAborted);
        var typed = BuyerDetails.Typed(
            caller.User, Form.Email, Form.FullName, Form.Phone, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Form.Attendees ?? []);
        var buyer = typed with { IsProven = caller.Owns(typed.Email) };
        foreach (var (field, sentence) in BuyerValidation.Check(buyer, _view.Items.Count, _view.Performance.AttendeeNames))
        {
            _fieldErrors[field] = texts[sentence];
        }

        var answers = ExtraForm.ReadAnswers(Http.Request, _view.Asked);
        ShowAnswerErrors(answers);
        ShowExtraFaults();
        if (_fieldErrors.Count > 0)
        {
            _error = texts["Some details are missing or not right. They are marked below."];
            return;
        }

        var placed = await placeOrder.HandleAsync(
            new PlaceOrder(new HoldId(HoldId), Owner, buyer, Form.PromoCode, caller.Actor)
            {
                Access = AccessCookie.Shown(Http, _view.Performance.Id),
                Extras = ExtraForm.IsIn(Http.Request)
                    ? ExtraForm.Read(Http.Request, _view.Offered)
                    : ExtraChoices.Of(_view.Extras, _view.Offered),
                Answers = answers,
                Reductions = _chosen,
            },
            Http.RequestAborted);
        if (placed.Succeeded)
        {
            navigation.NavigateTo(placed.Value.Payment is null ? AppUrls.OrderNotice(placed.Value.Order.Number, null, OrderPageNotice.Paid) : AppUrls.Checkout(HoldId));
            return;
        }

        await ReadAsync(Form.PromoCode ?? "");
        ShowExtraFaults();
        ShowAnswerErrors(answers);
        _error = Sentence(placed.Refusal);
        _needsOtherSeats = placed.Refusal is PlaceOrderRefusal.CompanionWithoutWheelchair or PlaceOrderRefusal.TierMinimum
            or PlaceOrderRefusal.TierMaximum or PlaceOrderRefusal.SeatsNotInPresale
            or PlaceOrderRefusal.AccessCodeNeeded or PlaceOrderRefusal.AccessCodeUsedUp;
    }

    private async Task ExtendAsync()
    {
        var command = new ExtendHold(new HoldId(HoldId), Owner);
        if (await RefusedAsync(command) is not { } refusal)
        {
            navigation.NavigateTo(AppUrls.Checkout(HoldId));
            return;
        }

        _error = refusal switch
        {
            ExtendRefusal.HoldNotActive => texts["The time for these seats has run out"],
            ExtendRefusal.AlreadyExtended => texts["You have already used your extra time."],
        };
    }

    // Null: extended.
    private async Task<ExtendRefusal?> RefusedAsync(ExtendHold command)
    {
        if (_view?.Order is null)
        {
            var held = await extendHold.HandleAsync(command, Http.RequestAborted);
            return held.Succeeded ? null : held.Refusal;
        }

        var ordered = await extendPayment.HandleAsync(command, Http.RequestAborted);
        return ordered.Succeeded ? null : ordered.Refusal;
    }

    private async Task AbandonAsync()
    {
        if (_view?.Order is not { } order)
        {
            return;
        }

        var cancelled = await cancelOrder.HandleAsync(new CancelOrder(order.Id, await OrderVisits.OfAsync(Http)), Http.RequestAborted);
        if (cancelled.Succeeded && _view.IsPublic)
        {
            navigation.NavigateTo(AppUrls.Performance(_view.Performance.Id.Value));
            return;
        }

        navigation.NavigateTo(AppUrls.Order(order.Number));
    }

    private async Task ReadAsync(string? promoCode)
    {
        _hasTooManyCodes = await PromoAttempts.RefuseAsync(Http, HoldId, promoCode) is not null;
        var (user, code) = ((await actor.ReadAsync(Http.RequestAborted)).User, _hasTooManyCodes ? null : promoCode);
        _view = await reader.ReadAsync(new HoldId(HoldId), Owner, user, code, Http.RequestAborted, _chosen);
        if (_view is not null && ExtraForm.IsIn(Http.Request))
        {
            // The event's extras say how the fields are read.
            _view = await reader.ReadAsync(
                new HoldId(HoldId), Owner, user, code, Http.RequestAborted, _chosen, ExtraForm.Read(Http.Request, _view.Offered));
        }

        if (_hasTooManyCodes)
        {
            _error = texts["Too many codes have been tried from your network. Please try again in a few minutes."];
        }
        else
        {
            await PromoAttempts.TriedAsync(Http, HoldId, promoCode, _view?.PromoRefusal);
        }

        _stage = _view switch
        {
            null => CheckoutStage.Expired,
            { Remaining.Ticks: <= 0 } => CheckoutStage.Expired,
            { Order: not null } when Edit != "true" => CheckoutStage.Payment,
            _ => CheckoutStage.Details,
        };
    }

    // So that they are still chosen after a look at the seats. An order that was placed changes with its next placing.
    private async Task KeepReductionsAsync()
    {
        if (_chosen is not null && _view is { Order: null, ReductionRefusal: null })
        {
            await chooseReductions.HandleAsync(new ChooseReductions(new HoldId(HoldId), Owner, _chosen), Http.RequestAborted);
        }
    }

    /// <summary>Tries the code of a link that the buyer has followed, once: later the form has it.</summary>
    /// <returns>The code; null: none, or the buyer has chosen already.</returns>
    private async Task<string?> ReadLinkedAsync(bool submitted)
    {
        if (PromoLinks.Read(Http) is not { } code || (!submitted && _view is not { Order: null }))
        {
            return null;
        }

        if (submitted)
        {
            PromoLinks.Forget(Http);
            return null;
        }

        await ReadAsync(code);
        if (_view?.PromoRefusal is not null)
        {
            PromoLinks.Forget(Http);
        }

        return code;
    }

    private void Prefill(Caller caller, CheckoutView shown, string? linked)
    {
        Form.FullName = shown.Order?.Name ?? caller.Name;
        Form.Email = shown.Order?.Email ?? caller.Email;
        Form.Phone = shown.Order?.Phone;
        Form.PromoCode = shown.Promo?.Code ?? (shown.PromoRefusal is null ? null : linked);
    }

    private string AttendeeAt(int i) => Form.Attendees?.ElementAtOrDefault(i) ?? "";

    // The id of the field's input.
    private string InputOf(string field) => field switch
    {
        "buyer.name" => "name",
        "buyer.email" => "email",
        "buyer.phone" => "phone",
        _ when field.StartsWith("extra-", StringComparison.Ordinal) => field,
        _ when field.StartsWith("answers.", StringComparison.Ordinal) => Questions.Pages.QuestionFields.IdOf(field),
        _ => FormattableString.Invariant($"attendee-{Math.Max(0, Enumerable.Range(0, _view!.Items.Count).FirstOrDefault(i => string.IsNullOrWhiteSpace(AttendeeAt(i))))}"),
    };

    // Sentences are localized when they are set.
    private string? ErrorOf(string field) => _fieldErrors.GetValueOrDefault(field);

    private static string SeatName(CheckoutItem item) => PlaceName.Of(item.Place, CultureInfo.CurrentCulture);

    private static string Amount(Money money) => money.Format(CultureInfo.CurrentCulture);

    private static string Clock(TimeSpan left) => FormattableString.Invariant($"{(int)left.TotalMinutes}:{left.Seconds:00}");
}

internal enum CheckoutStage
{
    Details,
    Payment,
    Expired,
}
