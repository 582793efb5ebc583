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

    private RoomDesk? desk;
    private RoomView? view;
    private IReadOnlyList<RoomSample> samples = [];
    private RoomWaits? waits;
    private IReadOnlyList<RoomTrailEntry> trail = [];
    private IReadOnlyList<RoomFault> faults = [];
    private IReadOnlyList<AdmissionLink> links = [];
    private IReadOnlyList<RoomFault> linkFaults = [];
    private int linksMade;
    private RoomKeys? keys;
    private TimeSpan span = TimeSpan.FromMinutes(15);
    private string? error;
    private bool isBusy;
    private bool isLoaded;
    private bool isStale;
    private int beats;

    [Parameter]
    public required Guid Performance { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private RoomPhase Phase => view?.Phase ?? desk?.Settings?.PhaseAt(time.GetUtcNow()) ?? RoomPhase.Off;

    private IReadOnlyList<BreadcrumbItem> Crumbs => [new BreadcrumbItem(L["Waiting rooms"], AppUrls.AdminRooms)];

    protected override async Task OnParametersSetAsync()
    {
        await LoadAsync();
        isLoaded = true;
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
        if (desk is not null)
        {
            view = board.Watch(desk.Performance);
            if (++beats % BeatsPerRead == 0 && !isBusy)
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
            isStale = false;
        }
        catch (Exception away) when (DatabaseRetry.IsPassing(away))
        {
            isStale = true;
        }
    }

    private async Task LoadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        desk = await desks.FindAsync(new PerformanceId(Performance), caller, Lifetime);
        if (desk is null)
        {
            (view, samples, trail, links) = (null, [], [], []);
            return;
        }

        view = board.Watch(desk.Performance);
        trail = await trails.ReadAsync(desk.Performance, Lifetime);
        keys ??= await ring.GetAsync(Lifetime);
        links = await linkReader.ListAsync(desk.Performance, caller, Lifetime);
        samples = await measures.ReadSamplesAsync(desk.Performance, span, ChartPoints, Lifetime);
        waits = await measures.ReadWaitsAsync(desk.Performance, Lifetime);
    }

    private async Task ChooseSpanAsync(TimeSpan chosen)
    {
        span = chosen;
        await ReadAgainAsync();
    }

    private async Task ActAsync(RoomAction action)
    {
        if (desk?.Settings is { } settings && (RoomActions.QuestionOf(action, L) is not { } question || await office.ConfirmAsync(question, RoomActions.NameOf(action, L))))
        {
            await ChangeAsync(RoomActions.Apply(action, settings), settings, RoomActions.DoneOf(action, L));
        }
    }

    private Task SayAsync(string message) => desk?.Settings is { } settings
        ? ChangeAsync(settings with { Message = message }, settings, message.Length > 0 ? L["The message is shown now."] : L["The message is gone."])
        : Task.CompletedTask;

    private async Task SaveAsync(RoomFormResult result)
    {
        if (result.Faults.Count > 0)
        {
            (faults, error) = (result.Faults, RoomTexts.Describe(RoomRefusal.Invalid, L));
            return;
        }

        // Switching a room off lets everybody in who waits: the one mistake nobody can take back.
        var opensTheDoor = result.Settings.Mode == RoomMode.Off && desk?.Settings is { Mode: not RoomMode.Off };
        if (!opensTheDoor || await office.ConfirmAsync(L["Switch the waiting room off? Everybody who waits walks in at once."], L["Switch it off"]))
        {
            await ChangeAsync(result.Settings, result.Seen, L["The settings are saved. They hold within a second."]);
        }
    }

    private async Task ChangeAsync(RoomSettings settings, RoomSettings? seen, string done)
    {
        (isBusy, error, faults) = (true, null, []);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        var outcome = await handler.HandleAsync(new ChangeRoom(new PerformanceId(Performance), settings, caller, seen ?? new RoomSettings()), Lifetime);
        if (outcome.Succeeded)
        {
            office.Tell(done);
        }
        else
        {
            (error, faults) = (RoomTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }

        await LoadAsync();
        isBusy = false;
    }

    private string UrlOf(AdmissionLink link) => site.Value.Absolute(AppUrls.QueueLink(Performance, link.TokenOf().ToToken(keys!))).AbsoluteUri;

    private async Task MakeLinkAsync(LinkResult wished)
    {
        (isBusy, error, linkFaults) = (true, null, wished.Faults);
        if (linkFaults.Count == 0)
        {
            var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
            var made = await linksHandler.HandleAsync(new MakeLink(new PerformanceId(Performance), wished.Terms, caller), Lifetime);
            if (made.Succeeded)
            {
                office.Tell(L["The link “{0}” is made.", made.Value.Name]);
                linksMade++;
            }
            else
            {
                (error, linkFaults) = (RoomTexts.Describe(made.Refusal.Reason, L), made.Refusal.Faults);
            }

            await LoadAsync();
        }

        isBusy = false;
    }

    private async Task RevokeLinkAsync(AdmissionLink link)
    {
        if (!await office.ConfirmAsync(L["Revoke the link “{0}”? Nobody comes in by it any more; who is in stays in.", link.Name], L["Revoke it"]))
        {
            return;
        }

        (isBusy, error) = (true, null);
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        if (await linksHandler.HandleAsync(new RevokeLink(link.Id, caller), Lifetime))
        {
            office.Tell(L["The link “{0}” is revoked.", link.Name]);
        }
        else
        {
            error = RoomTexts.Describe(RoomRefusal.NotFound, L);
        }

        await LoadAsync();
        isBusy = false;
    }
}
