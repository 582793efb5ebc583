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
/// The control room of one performance. Its numbers move each second, its charts with each sample; every action asks anew who is
/// asking, for a circuit outlives a membership.
/// </summary>
public sealed partial class RoomPage(
    RoomDeskReader desks, RoomTrailReader trails, RoomMeasuresReader measures, AdmissionLinkReader linkReader, RoomBoard board, RoomKeyRing ring,
    ChangeRoomHandler handler, ChangeLinksHandler linksHandler, CurrentActor actor, IOptions<SiteOptions> site, Desk office, TimeProvider time) : LiveComponent
{
    private const int ChartPoints = 180;
    private const int BeatsPerRead = 5;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

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
    private int _beats;

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
            Beat(time, BeatEvery, BeatAsync);
        }
    }

    private async Task BeatAsync()
    {
        if (_desk is not null)
        {
            _view = board.Watch(_desk.Performance);
            if (++_beats % BeatsPerRead == 0 && !_isBusy)
            {
                await ReadAgainAsync();
            }

            StateHasChanged();
        }
    }

    // A database that is away takes nothing from the numbers, which come from Redis; and the page is needed just then.
    private async Task ReadAgainAsync()
    {
        try
        {
            await LoadAsync();
            _isStale = false;
        }
        catch (Exception away) when (DatabaseRetry.IsPassing(away))
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
        _trail = await trails.ReadAsync(_desk.Performance, Lifetime);
        _keys ??= await ring.GetAsync(Lifetime);
        _links = await linkReader.ListAsync(_desk.Performance, caller, Lifetime);
        _samples = await measures.ReadSamplesAsync(_desk.Performance, _span, ChartPoints, Lifetime);
        _waits = await measures.ReadWaitsAsync(_desk.Performance, Lifetime);
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

    private Task SayAsync(string message) => _desk?.Settings is { } settings
        ? ChangeAsync(settings with { Message = message }, settings, message.Length > 0 ? L["The message is shown now."] : L["The message is gone."])
        : Task.CompletedTask;

    private async Task SaveAsync(RoomFormResult result)
    {
        if (result.Faults.Count > 0)
        {
            (_faults, _error) = (result.Faults, RoomTexts.Describe(RoomRefusal.Invalid, L));
            return;
        }

        // Switching a room off lets everybody in who waits: the one mistake nobody can take back.
        var opensTheDoor = result.Settings.Mode == RoomMode.Off && _desk?.Settings is { Mode: not RoomMode.Off };
        if (!opensTheDoor || await office.ConfirmAsync(L["Switch the waiting room off? Everybody who waits walks in at once."], L["Switch it off"]))
        {
            await ChangeAsync(result.Settings, result.Seen, L["The settings are saved. They hold within a second."]);
        }
    }

    private async Task ChangeAsync(RoomSettings settings, RoomSettings? seen, string done)
    {
        (_isBusy, _error, _faults) = (true, null, []);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await handler.HandleAsync(new ChangeRoom(new PerformanceId(Performance), settings, caller, seen ?? new RoomSettings()), Lifetime);
        if (outcome.Succeeded)
        {
            office.Tell(done);
        }
        else
        {
            (_error, _faults) = (RoomTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }

        await LoadAsync();
        _isBusy = false;
    }

    private string UrlOf(AdmissionLink link) => site.Value.Absolute(AppUrls.QueueLink(Performance, link.TokenOf().ToToken(_keys!))).AbsoluteUri;

    private async Task MakeLinkAsync(LinkResult wished)
    {
        (_isBusy, _error, _linkFaults) = (true, null, wished.Faults);
        if (_linkFaults.Count == 0)
        {
            var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
            var made = await linksHandler.HandleAsync(new MakeLink(new PerformanceId(Performance), wished.Terms, caller), Lifetime);
            if (made.Succeeded)
            {
                office.Tell(L["The link “{0}” is made.", made.Value.Name]);
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
        if (!await office.ConfirmAsync(L["Revoke the link “{0}”? Nobody comes in by it any more; who is in stays in.", link.Name], L["Revoke it"]))
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (await linksHandler.HandleAsync(new RevokeLink(link.Id, caller), Lifetime))
        {
            office.Tell(L["The link “{0}” is revoked.", link.Name]);
        }
        else
        {
            _error = RoomTexts.Describe(RoomRefusal.NotFound, L);
        }

        await LoadAsync();
        _isBusy = false;
    }
}
