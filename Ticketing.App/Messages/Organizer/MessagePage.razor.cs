using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Ordering.Attendees;

namespace Ticketing.App.Messages.Organizer;

/// <summary>One message: its editor while it is a draft, then its delivery. The handlers decide at every action.</summary>
public sealed partial class MessagePage(
    MessageReader reader, ManageMessagesHandler drafts, SendMessagesHandler sending, AttendeeReader attendees, Desk desk,
    NavigationManager navigation, TimeProvider time) : OrganizerPage
{
    // The countdown is shown each second, the counts are read each third one: they go over all recipients.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int TicksPerReading = 3;

    private MessageView? _view;
    private IReadOnlyList<PerformanceChoice> _choices = [];
    private IReadOnlyList<string> _tiers = [];
    private IReadOnlyList<MessageFault> _faults = [];
    private string? _error;
    private bool _isBusy;
    private int _ticks;

    [Parameter]
    public required Guid Message { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] :
    [
        new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Messages"], AppUrls.OrganizerMessages(Slug)),
    ];

    private string RecallText => _view!.Message.ScheduledAt - time.GetUtcNow() is { } left && left > TimeSpan.Zero
        ? left < BuyerMessage.RecallTime + Interval
            ? L["Sending begins in {0} seconds. Stop it, and nothing is sent.", (int)Math.Ceiling(left.TotalSeconds)]
            : L["Nothing is sent before. Stop it to change it."]
        : L["Sending begins."];

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.RunsSomeOf(organization);
    }

    protected override async Task LoadAsync()
    {
        _view = await reader.FindAsync(Own!.Id, Message, Caller, Lifetime);
        if (_view is { Message.Status: MessageStatus.Draft })
        {
            _choices = await attendees.PerformancesAsync(Own.Id, Caller, Lifetime);
            _tiers = await attendees.TiersAsync(Own.Id, null, Caller, Lifetime);
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, Interval, FollowAsync);
        }
    }

    private Task SaveAsync(MessageDraft draft) => RunAsync(
        caller => drafts.HandleAsync(new WriteMessage(Own!.Id, Message, draft.Terms, draft.Revision, caller), Lifetime),
        _ => desk.Notify(L["The draft is saved."]));

    // What is sent is what was saved.
    private async Task TestAsync(MessageDraft draft)
    {
        if (await SavedAsync(draft))
        {
            await RunAsync(
                caller => sending.HandleAsync(new SendTestMessage(Own!.Id, Message, draft.Language, caller), Lifetime),
                email => desk.Notify(L["A test is on its way to {0}.", email]));
        }
    }

    private async Task SendAsync(MessageDraft draft)
    {
        if (!await SavedAsync(draft))
        {
            return;
        }

        var count = await reader.CountAsync(Own!.Id, draft.Terms.Audience, Caller, Lifetime);
        var question = draft.At is null
            ? L["Send the message to {0:N0} addresses? You can stop it for 60 seconds.", count]
            : L["Send the message to {0:N0} addresses at the chosen time? You can stop it until then.", count];
        if (await desk.ConfirmAsync(question, draft.At is null ? L["Send"] : L["Schedule"]))
        {
            await RunAsync(
                caller => sending.HandleAsync(new SendMessage(Own!.Id, Message, draft.At, _view!.Message.Revision, caller), Lifetime), _ => { });
        }
    }

    private async Task DeleteAsync()
    {
        if (await desk.ConfirmAsync(L["Delete the draft? This cannot be undone."], L["Delete"]))
        {
            await RunAsync(
                caller => drafts.HandleAsync(new DeleteMessage(Own!.Id, Message, caller), Lifetime),
                _ => navigation.NavigateTo(AppUrls.OrganizerMessages(Slug)));
        }
    }

    private Task StopAsync() => RunAsync(
        caller => sending.HandleAsync(new StopMessage(Own!.Id, Message, caller), Lifetime),
        status => desk.Notify(status == MessageStatus.Draft ? L["Nothing was sent. The message is a draft again."] : L["The message is stopped."]));

    private Task ResendAsync() => RunAsync(
        caller => sending.HandleAsync(new ResendFailedMails(Own!.Id, Message, caller), Lifetime),
        count => desk.Notify(count == 1 ? L["One mail is sent again."] : L["{0:N0} mails are sent again.", count]));

    private async Task<bool> SavedAsync(MessageDraft draft)
    {
        await RunAsync(
            caller => drafts.HandleAsync(new WriteMessage(Own!.Id, Message, draft.Terms, draft.Revision, caller), Lifetime), _ => { });
        return _error is null;
    }

    private async Task RunAsync<TResult>(Func<Caller, Task<Outcome<TResult, RefusedMessage>>> run, Action<TResult> done)
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var outcome = await run(await ReadCallerAsync());
        if (outcome.Succeeded)
        {
            done(outcome.Value);
        }
        else
        {
            (_error, _faults) = (MessageTexts.Describe(outcome.Refusal, L), outcome.Refusal.Faults);
        }

        await ReloadAsync();
        _isBusy = false;
    }

    // While it is on its way; during an outage of the database the page stays as it is.
    private async Task FollowAsync()
    {
        if (_isBusy || Own is null || _view is not { Message.Status: MessageStatus.Scheduled or MessageStatus.Sending })
        {
            return;
        }

        if (++_ticks % TicksPerReading != 0)
        {
            StateHasChanged();
            return;
        }

        try
        {
            await ReloadAsync();
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            _error = L["The delivery cannot be read at the moment. It goes on."];
        }

        StateHasChanged();
    }
}
