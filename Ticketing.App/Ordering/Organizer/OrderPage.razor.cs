using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Ordering.Admin;
using Ticketing.App.Organizations;
using Ticketing.App.Questions;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Ordering.Service;
using Ticketing.Core.Organizations;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Service;

namespace Ticketing.App.Ordering.Organizer;

/// <summary>
/// One order of an organization with its history and what the box office does with it. Every action reads the caller again, because a
/// circuit outlives a membership.
/// </summary>
public sealed partial class OrderPage(
    OrderReader reader,
    OrderQuestionsReader questionsReader,
    AnswerTexts answerTexts,
    OrderTimelineReader timelines,
    OrderMailLog mailLog,
    RefundOrderHandler refund,
    CancelOrderHandler cancel,
    ResendOrderMailHandler resend,
    RefundAllowances allowances,
    EditOrderHandler edit,
    OrderNotesHandler notes,
    FreeSeats freeSeats,
    ExchangeQuotes quotes,
    ExchangeSeatsHandler exchange,
    UndeliveredMails undelivered,
    PresenceProof proof,
    Desk desk,
    TimeProvider time) : OrganizerPage
{
    private OrderActions? _actions;
    private OrderView? _view;
    private OrderQuestions _questions = OrderQuestions.None;
    private RefundAllowance? _allowance;
    private OrderTimeline _timeline = new([], [], []);
    private IReadOnlyList<OrderMail> _mails = [];
    private string? _error;
    private bool _isUndelivered;
    private bool _isBusy;

    [Parameter]
    public required string Number { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null
        ? []
        : [new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Orders"], AppUrls.OrganizerOrders(Slug))];

    private bool IsDisputed => _view!.Tickets.Any(ticket => ticket.Status == TicketStatus.Disputed);

    private bool MayRefund => _view!.Order.HasTickets && !IsDisputed;

    private bool MayCancel => MayRefund || _view!.Order.Status == OrderStatus.AwaitingPayment;

    private string Address => AppUrls.OrganizerOrder(Slug, Number);

    private OrderActions Actions => _actions ??= new OrderActions(refund, cancel, resend, allowances, proof, desk, L);

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.ServesSomeBuyersOf(organization);
    }

    protected override async Task LoadAsync()
    {
        var visitor = new OrderVisitor(Caller, null, null);
        var found = await reader.FindAsync(Number, visitor, Lifetime);

        // An admin sees all orders, each below its own organization; a member their own purchase of an event that they do not serve.
        _view = found is not null && found.Order.OrganizationId == Own!.Id && Caller.ServesBuyersOf(Own.Id, found.Event.Id) ? found : null;
        if (_view is not null)
        {
            _isUndelivered = await undelivered.IsUndeliveredAsync(_view.Order.Id, visitor, Lifetime);
            _questions = await questionsReader.ReadAsync(_view.Order, visitor, Lifetime);
            _timeline = await timelines.ReadAsync(_view.Order.Id, Caller, Lifetime);
            _mails = await mailLog.ReadAsync(_view.Order.Id, Caller, Lifetime);
            _allowance = await allowances.ReadAsync(_view.Order.Id, Caller, Lifetime);
        }
    }

    private Task RefundAsync(RefundChoice choice) =>
        ActAsync(view => Actions.RefundAsync(view, choice, BeginAsync, Address, Lifetime));

    private Task CancelAsync() => ActAsync(view => Actions.CancelAsync(view, BeginAsync, Address, Lifetime));

    private Task ResendAsync() => ActAsync(view => Actions.ResendAsync(view, BeginAsync, Lifetime));

    private Task MarkAsync() => ActAsync(async view =>
    {
        if (await BeginAsync() is not { } caller)
        {
            return null;
        }

        var isMarked = view.Order.AttentionAt is null;
        var outcome = await edit.HandleAsync(new MarkForAttention(view.Order.Id, isMarked, caller), Lifetime);
        return new OrderActed(
            outcome.Succeeded ? null : ServiceTexts.Describe(outcome.Refusal.Reason, L),
            isMarked ? L["The order is marked; the list can show marked ones alone."] : L["The mark is removed."]);
    });

    private async Task<IReadOnlyDictionary<string, string>?> SaveBuyerAsync(BuyerEdit typed)
    {
        IReadOnlyDictionary<string, string>? faults = null;
        await ActAsync(async view =>
        {
            if (await BeginAsync() is not { } caller)
            {
                return null;
            }

            var isNew = typed.Email.Trim() != view.Order.Email;
            var outcome = await edit.HandleAsync(new EditBuyer(view.Order.Id, typed.Name, typed.Email, typed.Phone, caller), Lifetime);
            if (!outcome.Succeeded && outcome.Refusal.Reason == EditOrderRefusal.Invalid)
            {
                faults = outcome.Refusal.Faults;
                return null;
            }

            return new OrderActed(
                outcome.Succeeded ? null : ServiceTexts.Describe(outcome.Refusal.Reason, L),
                isNew ? L["Saved. The tickets are on their way to the new address."] : L["Saved."]);
        });
        return faults;
    }

    private async Task<string?> SaveAttendeeAsync(OrderItem item, string? name)
    {
        string? fault = null;
        await ActAsync(async view =>
        {
            if (await BeginAsync() is not { } caller)
            {
                return null;
            }

            var outcome = await edit.HandleAsync(new EditAttendee(view.Order.Id, item.Id, name, caller), Lifetime);
            if (!outcome.Succeeded && outcome.Refusal.Reason == EditOrderRefusal.Invalid)
            {
                fault = L[outcome.Refusal.Faults.Values.First()];
                return null;
            }

            return new OrderActed(outcome.Succeeded ? null : ServiceTexts.Describe(outcome.Refusal.Reason, L), L["Saved."]);
        });
        return fault;
    }

    private async Task<string?> AddNoteAsync(string text)
    {
        string? fault = null;
        await ActAsync(async view =>
        {
            if (await BeginAsync() is not { } caller)
            {
                return null;
            }

            var outcome = await notes.HandleAsync(new AddNote(view.Order.Id, text, caller), Lifetime);
            fault = outcome.Succeeded ? null : ServiceTexts.Describe(outcome.Refusal, L);
            return fault is null ? new OrderActed(null, L["The note is added."]) : null;
        });
        return fault;
    }

    private Task DeleteNoteAsync(OrderNote note) => ActAsync(async view =>
    {
        if (await BeginAsync() is not { } caller)
        {
            return null;
        }

        var outcome = await notes.HandleAsync(new DeleteNote(view.Order.Id, note.Id, caller), Lifetime);
        return new OrderActed(outcome.Succeeded ? null : ServiceTexts.Describe(outcome.Refusal, L), L["The note is deleted."]);
    });

    private bool MayDelete(OrderNote note) => note.IsDeletableBy(Caller, time.GetUtcNow());

    private async Task<IReadOnlyList<FreeSection>> ReadFreeAsync() =>
        _view is null ? [] : await freeSeats.ReadAsync(_view.Order.Id, await ReadCallerAsync(), Lifetime);

    private async Task<Outcome<ExchangeQuote, ExchangeRefusal>> QuoteAsync(IReadOnlyList<OrderItemId> items, IReadOnlyList<SeatIndex> seats) =>
        _view is null
            ? ExchangeRefusal.NotFound
            : await quotes.HandleAsync(new QuoteExchange(_view.Order.Id, items, seats, await ReadCallerAsync()), Lifetime);

    private async Task<ExchangeRefusal?> ExchangeAsync(ExchangeChoice choice)
    {
        ExchangeRefusal? refused = null;
        await ActAsync(async view =>
        {
            if (await BeginAsync() is not { } caller || !proof.IsGiven(caller, Address))
            {
                return null;
            }

            var outcome = await exchange.HandleAsync(
                new ExchangeSeats(view.Order.Id, choice.Items, choice.Seats, choice.Settlement, choice.Quoted, caller), Lifetime);
            refused = outcome.Succeeded ? null : outcome.Refusal;
            if (refused == ExchangeRefusal.AboveLimit)
            {
                return new OrderActed(await Actions.AboveLimitAsync(view, caller, Lifetime), "");
            }

            return refused is null ? new OrderActed(null, L["The seats are exchanged. The new tickets are on their way to the buyer."]) : null;
        });
        return refused;
    }

    /// <summary>Runs an action and shows its result; null: the action showed it itself, or nothing was done.</summary>
    private async Task ActAsync(Func<OrderView, Task<OrderActed?>> act)
    {
        if (_view is null)
        {
            return;
        }

        var acted = await act(_view);
        if (acted is not null)
        {
            await ReloadAsync();
            if (acted.Refused is null)
            {
                desk.Notify(acted.Done);
            }
        }

        (_error, _isBusy) = (acted?.Refused, false);

        // Panels that get an answer call functions, after which only they are rendered.
        StateHasChanged();
    }

    /// <summary>Starts an action: reads the caller; null: they may not serve the organization's buyers any more.</summary>
    private async Task<Caller?> BeginAsync()
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        if (_view is not null && caller.ServesBuyersOf(_view.Order.OrganizationId, _view.Event.Id))
        {
            return caller;
        }

        _view = null;
        return null;
    }
}
