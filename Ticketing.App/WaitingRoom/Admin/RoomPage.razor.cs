using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Configuration;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>
/// The control room of one performance. Numbers refresh every second, charts with each sample. Every action checks the caller's
/// membership again, because a circuit outlives it.
/// </summary>
public sealed partial class RoomPage(
    RoomDeskReader desks, RoomTrailReader trails, RoomMeasuresReader measures, AdmissionLinkReader linkReader, RoomBoard board, RoomKeyRing ring,
    ChangeRoomHandler handler, ChangeLinksHandler linksHandler, CurrentActor actor, IOptions<SiteOptions> site, Desk office, TimeProvider time) : LiveComponent
{
    private const int ChartPoints = 180;
    private const int RefreshesPerRead = 5;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private RoomDesk? _desk;
    private RoomView? _view;
    private IReadOnlyList<RoomSample> _samples = [];
    private RoomWaits? _waits;
    private IReadOnlyList<RoomTrailEntry> _trail = [];
    private IReadOnlyList<RoomFault> _faults = [];
    private IReadOnlyList<AdmissionLink> _links = [];
    private IReadOnlyList<RoomFault> _linkFaults = [];
    private int _linksMade;
    private RoomKeys? _keys;
    private TimeSpan _span = TimeSpan.FromMinutes(15);
    private string? _error;
    private bool _isBusy;
    private bool _isLoaded;
    private bool _isStale;
    private int _refreshes;

    [Parameter]
    public required Guid Performance { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private RoomPhase Phase => _view?.Phase ?? _desk?.Settings?.PhaseAt(time.GetUtcNow()) ?? RoomPhase.Off;

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Waiting rooms"], AppUrls.AdminRooms)];

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        _isLoaded = true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, RefreshInterval, RefreshAsync);
        }
    }

    private async Task RefreshAsync()
    {
        if (_desk is not null)
        {
            _view = board.Watch(_desk.Performance);
            if (++_refreshes % RefreshesPerRead == 0 && !_isBusy)
            {
                await ReadAgainAsync();
            }

            StateHasChanged();
        }
    }

    // During a database outage the page stays up: the numbers come from Redis.
    private async Task ReadAgainAsync()
    {
        try
        {
            await LoadAsync();
            _isStale = false;
        }
        catch (Exception outage) when (DatabaseRetry.IsTransient(outage))
        {
            _isStale = true;
        }
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _desk = await desks.FindAsync(new PerformanceId(Performance), caller, Lifetime);
        if (_desk is null)
        {
            (_view, _samples, _trail, _links) = (null, [], [], []);
            return;
        }

        _view = board.Watch(_desk.Performance);
        _trail = await trails.ReadAsync(_desk.Performance, caller, Lifetime);
        _keys ??= await ring.GetAsync(Lifetime);
        _links = await linkReader.ListAsync(_desk.Performance, caller, Lifetime);
        _samples = await measures.ReadSamplesAsync(_desk.Performance, caller, _span, ChartPoints, Lifetime);
        _waits = await measures.ReadWaitsAsync(_desk.Performance, caller, Lifetime);
    }

    private async Task ChooseSpanAsync(TimeSpan chosen)
    {
        _span = chosen;
        await ReadAgainAsync();
    }

    private async Task ActAsync(RoomAction action)
    {
        if (_desk?.Settings is { } settings && (RoomActions.QuestionOf(action, L) is not { } question || await office.ConfirmAsync(question, RoomActions.NameOf(action, L))))
        {
            await ChangeAsync(RoomActions.Apply(action, settings), settings, RoomActions.DoneOf(action, L));
        }
    }

    private Task SaveMessageAsync(string message) => _desk?.Settings is { } settings
        ? ChangeAsync(settings with { Message = message }, settings, message.Length > 0 ? L["The message is shown now."] : L["The message has been removed."])
        : Task.CompletedTask;

    private async Task SaveAsync(RoomFormResult result)
    {
        if (result.Faults.Count > 0)
        {
            (_faults, _error) = (result.Faults, RoomTexts.Describe(RoomRefusal.Invalid, L));
            return;
        }

        // Switching a room off lets everyone in at once and cannot be undone.
        var letsEveryoneIn = result.Settings.Mode == RoomMode.Off && _desk?.Settings is { Mode: not RoomMode.Off };
        if (!letsEveryoneIn || await office.ConfirmAsync(L["Switch the waiting room off? Everyone waiting goes in at once."], L["Switch it off"]))
        {
            await ChangeAsync(result.Settings, result.Seen, L["The settings are saved. They take effect within a second."]);
        }
    }

    private async Task ChangeAsync(RoomSettings settings, RoomSettings? seen, string done)
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await handler.HandleAsync(new ChangeRoom(new PerformanceId(Performance), settings, caller, seen ?? new RoomSettings()), Lifetime);
        if (outcome.Succeeded)
        {
            office.Notify(done);
        }
        else
        {
            (_error, _faults) = (RoomTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private string UrlOf(AdmissionLink link) => site.Value.Absolute(AppUrls.QueueLink(Performance, link.TokenOf().ToToken(_keys!))).AbsoluteUri;

    private async Task MakeLinkAsync(LinkResult result)
    {
        (_isBusy, _error, _linkFaults) = (true, null, result.Faults);
        if (_linkFaults.Count == 0)
        {
            var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
            var made = await linksHandler.HandleAsync(new MakeLink(new PerformanceId(Performance), result.Terms, caller), Lifetime);
            if (made.Succeeded)
            {
                office.Notify(L["The link “{0}” has been created.", made.Value.Name]);
                _linksMade++;
            }
            else
            {
                (_error, _linkFaults) = (RoomTexts.Describe(made.Refusal.Reason, L), made.Refusal.Faults);
            }

            await LoadAsync();
        }

        _isBusy = false;
    }

    private async Task RevokeLinkAsync(AdmissionLink link)
    {
        if (!await office.ConfirmAsync(L["Revoke the link “{0}”? It lets nobody in any more; people already in stay in.", link.Name], L["Revoke the link"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (await linksHandler.HandleAsync(new RevokeLink(link.Id, caller), Lifetime))
        {
            office.Notify(L["The link “{0}” has been revoked.", link.Name]);
        }
        else
        {
            _error = RoomTexts.Describe(RoomRefusal.NotFound, L);
        }

        await LoadAsync();
        _isBusy = false;
    }
}
