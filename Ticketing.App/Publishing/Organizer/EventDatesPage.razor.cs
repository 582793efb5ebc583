using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Ordering.Bulk;
using Ticketing.Infrastructure.Publishing;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>The published dates of an event: pause, postpone, cancel; hide, show or cancel the whole event.</summary>
public sealed partial class EventDatesPage(
    EventDrafts drafts, EventStates states, BulkRefundsHandler bulk, BulkRefundReader refunds, PresenceProof proof, Desk desk,
    IDialogService dialogs) : OrganizerPage
{
    private static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true };

    private EventDraftView? _view;
    private IReadOnlyList<PublishedDate> _dates = [];
    private IReadOnlyList<BulkRefundRow> _refunds = [];
    private BulkRefundPreview? _left;
    private string? _error;
    private bool _isBusy;

    [Parameter]
    public required Guid EventId { get; set; }

    private EventId Id => new(EventId);

    private string Address => AppUrls.OrganizerEventDates(Slug, EventId);

    private string Title => _view?.Document.Details.Title is { Length: > 0 } title ? title : L["Untitled event"];

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] :
    [
        new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug)),
    ];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.RunsSomeOf(organization);
    }

    protected override async Task LoadAsync()
    {
        // Another organization's event does not belong under this one's address, also for those who may see both.
        var view = await drafts.FindAsync(Id, Caller, Lifetime);
        _view = view?.Organization == Own!.Id ? view : null;
        _dates = _view is null ? [] : await states.DatesAsync(Id, Caller, Lifetime);
        _refunds = _view is null ? [] : await refunds.ListAsync(Id, Caller, Lifetime);
        _left = _dates.Any(date => date.Status == PerformanceStatus.Cancelled) && _refunds.All(row => row.Job.Status == BulkRefundStatus.Done)
            ? await bulk.PreviewAsync(Id, null, Caller, Lifetime)
            : null;
    }

    private static DateStateChange[] ChangesOf(PublishedDate date) => date.Status switch
    {
        PerformanceStatus.Scheduled => [DateStateChange.Pause, DateStateChange.Postpone, DateStateChange.Cancel],
        PerformanceStatus.Paused => [DateStateChange.Resume, DateStateChange.Postpone, DateStateChange.Cancel],
        PerformanceStatus.Postponed => [DateStateChange.Postpone, DateStateChange.Cancel],
        PerformanceStatus.Cancelled or PerformanceStatus.Completed => [],
    };

    private string NameOf(DateStateChange change) => change switch
    {
        DateStateChange.Pause => L["Pause the sale"],
        DateStateChange.Resume => L["Resume the sale"],
        DateStateChange.Postpone => L["Postpone"],
        DateStateChange.Cancel => L["Cancel the date"],
    };

    private async Task ChangeDateAsync(PublishedDate date, DateStateChange change)
    {
        StateChoice? choice = new("", null);
        if (change is DateStateChange.Postpone or DateStateChange.Cancel)
        {
            var when = DeskTime.Text(date.StartsAt, date.TimeZone);
            var question = change == DateStateChange.Postpone
                ? L["Postpone {0}? {1} seats are sold; their buyers get a mail.", when, PublishingTexts.Number(date.Sold)]
                : L["Cancel {0} for good? {1} seats are sold; their buyers get a mail.", when, PublishingTexts.Number(date.Sold)];
            var preview = change == DateStateChange.Cancel ? await bulk.PreviewAsync(Id, [date.Id], Caller, Lifetime) : null;
            choice = await AskAsync(
                question, NameOf(change), change == DateStateChange.Postpone ? date.TimeZone : null,
                typed: preview is { Orders: > 0 } ? Title : null, preview);
        }

        if (choice is not null)
        {
            var reason = choice.Reason.Length > 0 ? choice.Reason : null;
            await RunAsync(
                async caller => (await states.HandleAsync(
                    new SetDateState(date.Id, change, choice.StartsAt, reason, caller) { Refund = choice.Refund }, Lifetime)).Refusal,
                change switch
                {
                    DateStateChange.Pause => L["The sale is paused."],
                    DateStateChange.Resume => L["The sale goes on."],
                    DateStateChange.Postpone => L["The date is postponed."],
                    DateStateChange.Cancel => choice.Refund is null ? L["The date is cancelled."] : L["The date is cancelled. Its orders are being refunded."],
                },
                choice.Refund is not null);
        }
    }

    private async Task CancelEventAsync()
    {
        var sold = _dates.Sum(date => (long)date.Sold);
        var question = L["Cancel the event with all its dates for good? {0} seats are sold; their buyers get a mail.", PublishingTexts.Number(sold)];
        var ahead = _dates.Where(date => ChangesOf(date).Contains(DateStateChange.Cancel)).Select(date => date.Id).ToList();
        var preview = await bulk.PreviewAsync(Id, ahead, Caller, Lifetime);
        if (await AskAsync(question, L["Cancel the event"], zone: null, typed: Title, preview) is { } choice)
        {
            await ChangeEventAsync(EventStateChange.Cancel, choice.Reason, choice.Refund);
        }
    }

    private Task ChangeEventAsync(EventStateChange change, string? reason = null, RefundAll? refund = null) => RunAsync(
        async caller => (await states.HandleAsync(new SetEventState(Id, change, reason, caller) { Refund = refund }, Lifetime)).Refusal,
        change switch
        {
            EventStateChange.Hide => L["The event is hidden."],
            EventStateChange.Show => L["The event is public again."],
            EventStateChange.Cancel => refund is null
                ? L["The event is cancelled. Its buyers get a mail."]
                : L["The event is cancelled. Its orders are being refunded."],
        },
        refund is not null);

    private async Task RefundLeftAsync()
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        _left = await bulk.PreviewAsync(Id, null, caller, Lifetime);
        if (_left is { Orders: > 0 } && await AskRefundAsync(_left) is { } terms && proof.IsGiven(caller, Address))
        {
            var started = await bulk.HandleAsync(new StartBulkRefund(Id, terms, caller), Lifetime);
            if (started.Succeeded)
            {
                desk.Notify(L["The orders are being refunded."]);
            }
            else
            {
                _error = PublishingTexts.Describe(started.Refusal, L);
            }
        }

        await ReloadAsync();
        _isBusy = false;
    }

    private async Task<RefundAll?> AskRefundAsync(BulkRefundPreview preview)
    {
        var parameters = new DialogParameters<RefundDialog> { { dialog => dialog.Refund, preview }, { dialog => dialog.Typed, Title } };
        var shown = await dialogs.ShowAsync<RefundDialog>(L["Refund the orders"], parameters, Options);
        return await shown.Result is { Canceled: false, Data: RefundAll terms } ? terms : null;
    }

    /// <param name="movesMoney">Whether a recent proof of presence is needed, too.</param>
    private async Task RunAsync(Func<Caller, Task<RefusedDraft?>> act, string done, bool movesMoney = false)
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        if (movesMoney && !proof.IsGiven(caller, Address))
        {
            _isBusy = false;
            return;
        }

        var refused = await act(caller);
        if (refused is null)
        {
            desk.Notify(done);
        }
        else
        {
            _error = PublishingTexts.Describe(refused, L);
        }

        await ReloadAsync();
        _isBusy = false;
    }

    /// <returns>Null: the dialog was closed.</returns>
    private async Task<StateChoice?> AskAsync(string question, string yes, string? zone, string? typed, BulkRefundPreview? refund = null)
    {
        var parameters = new DialogParameters<StateDialog>
        {
            { dialog => dialog.Question, question }, { dialog => dialog.Yes, yes }, { dialog => dialog.Zone, zone }, { dialog => dialog.Typed, typed },
            { dialog => dialog.Refund, refund },
        };
        var shown = await dialogs.ShowAsync<StateDialog>(yes, parameters, Options);
        return await shown.Result is { Canceled: false, Data: StateChoice choice } ? choice : null;
    }
}
