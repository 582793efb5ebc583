using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Messaging;
using Ticketing.Core.Notifications;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging.Events.Desk;
using Ticketing.Infrastructure.Notifications.Jobs;
using Ticketing.Infrastructure.Redis;

namespace Ticketing.App.Messaging.Admin;

/// <summary>
/// Facts on their way: relay, streams, consumers, and what could not be applied or sent. Refreshes every two seconds while the page is
/// visible.
/// </summary>
public sealed partial class EventsPage(
    FactDesk facts, DeadLetterDesk letters, MailJobDesk mails, CurrentActor actor, Desk desk, IJSRuntime script, TimeProvider time) : LiveComponent
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    private readonly Stack<Guid?> _before = new();
    private Guid? _after;
    private FactOverview? _overview;
    private IReadOnlyList<DeadLetterEntry> _letters = [];
    private IReadOnlyList<ParkedMail> _mails = [];
    private IJSObjectReference? _module;
    private DateTimeOffset _now;
    private string? _error;
    private bool _isBusy;
    private bool _isStale;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnInitializedAsync() => await LoadAsync(await CallerAsync());

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await script.InvokeAsync<IJSObjectReference>("import", Lifetime, AppUrls.VisibleScript);
            Repeat(time, RefreshInterval, RefreshAsync);
        }
    }

    protected override async ValueTask ReleaseAsync()
    {
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }
    }

    private async Task RefreshAsync()
    {
        if (!_isBusy && await _module!.InvokeAsync<bool>("isVisible", Lifetime))
        {
            await LoadAsync(await CallerAsync());
            StateHasChanged();
        }
    }

    private async Task LoadAsync(Caller caller)
    {
        try
        {
            _overview = await facts.ReadAsync(caller, Lifetime);
            _letters = await letters.ListAsync(_after, caller, Lifetime);
            _mails = await mails.ListParkedAsync(caller, Lifetime);
            (_now, _isStale) = (time.GetUtcNow(), false);
        }
        catch (Exception outage) when (!Lifetime.IsCancellationRequested && (DatabaseRetry.IsTransient(outage) || RedisOutage.IsOutage(outage)))
        {
            _isStale = true;
        }
    }

    private async Task NextAsync()
    {
        _before.Push(_after);
        _after = _letters[^1].Id;
        await LoadAsync(await CallerAsync());
    }

    private async Task BackAsync()
    {
        _after = _before.Pop();
        await LoadAsync(await CallerAsync());
    }

    private Task RetryAsync(DeadLetterScope scope) => RunAsync(
        async caller => Describe(await letters.HandleAsync(new RetryDeadLetters(scope, caller), Lifetime)), L["They are tried again."]);

    private async Task SkipAsync((DeadLetterScope Scope, string Reason) skip)
    {
        if (skip.Reason.Trim().Length == 0)
        {
            _error = Describe(DeadLetterRefusal.ReasonInvalid);
            return;
        }

        if (await desk.ConfirmAsync(L["Skip what is chosen? It is never applied, and this cannot be undone."], L["Skip"]))
        {
            await RunAsync(
                async caller => Describe(await letters.HandleAsync(new SkipDeadLetters(skip.Scope, skip.Reason, caller), Lifetime)),
                L["They are skipped; the reason is recorded."]);
        }
    }

    private Task RetryMailAsync(Guid? job) => RunAsync(
        async caller => Describe(await mails.HandleAsync(new RetryMailJobs(job, caller), Lifetime)), L["They are sent again."]);

    private async Task RunAsync(Func<Caller, Task<string?>> run, string done)
    {
        (_isBusy, _error) = (true, null);
        var caller = await CallerAsync();
        _error = await run(caller);
        await LoadAsync(caller);
        _isBusy = false;
        if (_error is null)
        {
            desk.Notify(done);
        }
    }

    private string? Describe(DeadLetterRefusal? refusal) => refusal is { } reason ? Sentence(reason) : null;

    private string? Describe(RetryMailJobsRefusal? refusal) => refusal is { } reason ? Sentence(reason) : null;

    private string Sentence(DeadLetterRefusal refusal) => refusal switch
    {
        DeadLetterRefusal.NotAllowed => L["Only administrators may do this."],
        DeadLetterRefusal.NotFound => L["There is nothing left to do: it has been applied or skipped meanwhile."],
        DeadLetterRefusal.ReasonInvalid => L["Give a reason of 1 to {0} characters.", SkipDeadLetters.ReasonLengthMax],
    };

    private string Sentence(RetryMailJobsRefusal refusal) => refusal switch
    {
        RetryMailJobsRefusal.NotAllowed => L["Only administrators may do this."],
        RetryMailJobsRefusal.NotFound => L["There is nothing left to do: the mail has been sent meanwhile."],
    };

    private async Task<Caller> CallerAsync() => await actor.ReadAsync((await Authentication).User, Lifetime);
}
