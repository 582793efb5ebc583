using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Publishing;
using Ticketing.Infrastructure.Seating;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Publishing.Organizer;

/// <summary>
/// The event wizard: one page for all steps, which may be filled in any order. What is typed is saved a moment later, and when a field, the
/// step or the page is left.
/// </summary>
public sealed partial class DraftPage(
    EventDrafts drafts, EventPublisher publisher, EventStates states, EventPreviews previews, OrganizationVenues venues, OrganizationPlans plans,
    ChangeOrganizationHandler policies, CurrentActor actor, Desk desk, TimeProvider time, NavigationManager navigation) : OrganizerPage
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private Wizard? _wizard;
    private DraftStep _step;
    private string _token = "";
    private string? _error;
    private bool _isBusy;

    [Parameter]
    public required Guid EventId { get; set; }

    /// <summary>A word of <see cref="DraftStep"/>; others show the first step.</summary>
    [Parameter]
    public required string Step { get; set; }

    /// <summary>Whether open points are shown at their fields.</summary>
    [SupplyParameterFromQuery(Name = "check")]
    public bool Check { get; set; }

    private DraftEditor Editor => _wizard!.Editor;

    private EventDraftView View => Editor.View;

    private bool CanUndo => (View.CanUndo || Editor.IsDirty) && !_isBusy && !_wizard!.IsLocked && Editor.Conflict is null;

    private string Title => Editor.Document.Details.Title.Trim() is { Length: > 0 } title ? title : L["Untitled event"];

    private IReadOnlyList<BreadcrumbItem> Crumbs => Own is null ? [] :
    [
        new BreadcrumbItem(Own.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug)),
    ];

    private string StateText => Editor.State switch
    {
        SaveState.Saved => L["Saved {0}", TypedValues.TimeOf(View.SavedAt, _wizard!.TimeZone)],
        SaveState.Changed or SaveState.Saving => L["Saving…"],
        SaveState.Failed when Editor.Refusal is { } refusal => L["Not saved: {0}", PublishingTexts.Describe(refusal, L)],
        SaveState.Failed => L["Not saved: the database does not answer. What you typed is kept here and saved as soon as it does."],
        SaveState.Conflicting => L["Not saved: others have changed the same fields."],
    };

    protected override bool May(Caller caller, OrganizationId organization)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.RunsSomeOf(organization);
    }

    protected override async Task LoadAsync()
    {
        _step = EnumWords.TryFromWord<DraftStep>(Step ?? "", out var step) ? step : DraftStep.Details;
        if (_wizard?.Event.Value != EventId || _wizard.Own.Id != Own!.Id)
        {
            _wizard = await OpenAsync();
        }
        else
        {
            Track(Editor.FlushAsync());
        }

        if (_wizard is not null)
        {
            _wizard.ShowsProblems |= Check || _step == DraftStep.Review || View.Stage != PublishingStage.Draft || View.ReviewNote is not null;
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, RetryInterval, RetryAsync);
        }
    }

    // The circuit has ended or the user has left the page: what was typed last is saved.
    protected override async ValueTask ReleaseAsync()
    {
        if (_wizard is not null)
        {
            await Editor.FlushAsync();
        }

        await base.ReleaseAsync();
    }

    private async Task<Wizard?> OpenAsync()
    {
        // Another organization's event does not belong under this one's address, also for those who may see both.
        var view = await drafts.FindAsync(new EventId(EventId), Caller, Lifetime);
        if (view is null || view.Organization != Own!.Id)
        {
            return null;
        }

        _token = previews.TokenOf(view.Id);
        var wizard = new Wizard
        {
            Own = Own,
            Editor = new DraftEditor(view, SendAsync, time, ShowState),
            ReadCallerAsync = ReadCallerAsync,
            RunsAll = Caller.Runs(Own.Id),
            Change = Change,
            RefreshAsync = RefreshAsync,
            Terms = await policies.ReadAsync(Own.Id, Caller, Lifetime),
        };
        await ReadPlaceAsync(wizard);
        wizard.Published = await states.DatesAsync(view.Id, Caller, Lifetime);
        return wizard;
    }

    private async Task ReadPlaceAsync(Wizard wizard)
    {
        var place = wizard.Editor.Document.Place;
        if (wizard.Venue?.Id != place.Venue)
        {
            wizard.Venue = place.Venue is { } venue ? await venues.FindAsync(venue, wizard.Own.Id, Lifetime) : null;
        }

        if (wizard.Plan?.Id != place.Plan)
        {
            wizard.Plan = place.Plan is { } plan ? await plans.FindAsync(plan, wizard.Own.Id, Lifetime) : null;
        }
    }

    private async Task RefreshAsync()
    {
        var wizard = _wizard!;
        (wizard.Venue, wizard.Plan) = (null, null);
        await ReadPlaceAsync(wizard);
        wizard.Published = await states.DatesAsync(wizard.Event, await ReadCallerAsync(), Lifetime);
        StateHasChanged();
    }

    private void Change(EventDraft document)
    {
        var hasMoved = document.Place != Editor.Document.Place;
        Track(Editor.ChangeAsync(document, Lifetime));
        if (hasMoved)
        {
            Track(FollowPlaceAsync());
        }

        StateHasChanged();
    }

    private async Task FollowPlaceAsync()
    {
        await ReadPlaceAsync(_wizard!);
        StateHasChanged();
    }

    // Without the page's lifetime: the last save comes after its end.
    private async Task<Outcome<SavedDraft, RefusedDraft>> SendAsync(EventDraft document, int seen, bool overwrite)
    {
        var caller = await actor.ReadAsync((await Authentication).User, CancellationToken.None);
        return await drafts.HandleAsync(new SaveDraft(View.Id, document, seen, overwrite, caller), CancellationToken.None);
    }

    private void ShowState()
    {
        if (!Lifetime.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    private Task RetryAsync() => _wizard is not null && Editor is { State: SaveState.Failed, Refusal: null } ? Editor.FlushAsync() : Task.CompletedTask;

    private Task UndoAsync() => RunAsync(async caller =>
    {
        var outcome = await drafts.HandleAsync(new UndoDraft(View.Id, View.Revision, caller), Lifetime);
        Take(outcome, L["The last change is undone."]);
    });

    private Task PublishAsync(DateTimeOffset? at) => RunAsync(async caller =>
    {
        var outcome = await publisher.HandleAsync(new PublishEvent(View.Id, View.Revision, at, caller), Lifetime);
        if (outcome.Succeeded)
        {
            Take(outcome, outcome.Value switch
            {
                { Stage: PublishingStage.InReview } => L["The event is submitted. We look at it and write to the owners."],
                { PublishAt: not null } => L["The event will be published at the time you chose."],
                _ => L["The event is published. Buyers see it within a few seconds."],
            });
            await RefreshAsync();
        }
        else
        {
            Take(outcome, "");
        }
    });

    private Task TakeBackAsync() => RunAsync(async caller =>
    {
        var outcome = await drafts.HandleAsync(new WithdrawDraft(View.Id, Delete: false, caller), Lifetime);
        if (outcome.Succeeded && await drafts.FindAsync(View.Id, caller, Lifetime) is { } view)
        {
            Editor.Adopt(view);
            desk.Notify(L["You can go on editing."]);
        }
        else
        {
            _error = outcome.Succeeded ? PublishingTexts.Describe(DraftRefusal.NotFound, L) : PublishingTexts.Describe(outcome.Refusal, L);
        }
    });

    private async Task DeleteAsync()
    {
        if (await desk.ConfirmAsync(L["Delete “{0}”? It was never published, and cannot be brought back.", Title], L["Delete the draft"]))
        {
            await RunAsync(async caller =>
            {
                var outcome = await drafts.HandleAsync(new WithdrawDraft(View.Id, Delete: true, caller), Lifetime);
                if (outcome.Succeeded)
                {
                    desk.Notify(L["The draft is deleted."]);
                    navigation.NavigateTo(AppUrls.OrganizerEvents(Slug));
                }
                else
                {
                    _error = PublishingTexts.Describe(outcome.Refusal, L);
                }
            });
        }
    }

    /// <summary>Saves what is typed, then acts; does not act while something is not saved.</summary>
    private async Task RunAsync(Func<Caller, Task> act)
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _error) = (true, null);
        await Editor.FlushAsync();
        if (Editor.IsDirty)
        {
            _error = L["Your last changes are not saved yet; nothing was done. See above."];
        }
        else
        {
            await act(await ReadCallerAsync());
        }

        _isBusy = false;
        StateHasChanged();
    }

    private void Take(Outcome<EventDraftView, RefusedDraft> outcome, string done)
    {
        if (outcome.Succeeded)
        {
            Editor.Adopt(outcome.Value);
            Track(FollowPlaceAsync());
            desk.Notify(done);
        }
        else
        {
            _error = PublishingTexts.Describe(outcome.Refusal, L);
            if (outcome.Refusal.Current is { } current)
            {
                Editor.Adopt(current);
            }
        }
    }
}
