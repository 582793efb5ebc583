using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Extras;

namespace Ticketing.App.Ordering.Extras.Organizer;

/// <summary>The extras of an event: their list, and one form for a new one or the edited one.</summary>
public sealed partial class ExtrasPage(ExtraReader reader, ManageExtrasHandler handler, Desk desk) : OrganizerPage
{
    private ExtraEvent? _event;
    private IReadOnlyList<Extra> _all = [];
    private IReadOnlyList<ExtraTermsFault> _faults = [];
    private ExtraDraft? _draft;
    private Extra? _edited;
    private Extra? _undo;
    private ExtraTerms? _seen;
    private string? _error;
    private bool _isBusy;
    private int _made;

    [Parameter]
    public Guid EventId { get; set; }

    private IReadOnlyList<Extra> Shown => [.. _all.Where(extra => extra.RemovedAt is null)];

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
        [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.RunsSomeOf(organization);

    protected override async Task LoadAsync()
    {
        var found = await reader.FindEventAsync(new Core.Common.EventId(EventId), Caller, Lifetime);
        var shown = found?.Organization == Own!.Id ? found : null;
        var all = shown is null ? [] : await reader.ListAsync(shown.Id, Caller, Lifetime);

        // At once: the page is drawn while it waits, and an event without a draft has no form.
        (_event, _all, _draft) = (shown, all, _draft ?? (shown is null ? null : ExtraDraft.New(shown)));
    }

    private void Edit(Extra extra)
    {
        // The terms that the form starts with: later changes by others are refused, not overwritten.
        (_edited, _draft, _seen) = (extra, ExtraDraft.Of(extra), ExtraTerms.Of(extra));
        (_faults, _error) = ([], null);
    }

    private void Close() => (_edited, _draft, _faults, _error) = (null, ExtraDraft.New(_event!), [], null);

    private async Task SaveAsync()
    {
        if (_edited is { } edited)
        {
            var terms = _draft!.ToTerms(edited.Currency);
            var isSaved = await RunAsync(
                caller => handler.HandleAsync(new AmendExtra(edited.Id, _ => terms, caller) { Seen = _seen }, Lifetime), L["The extra is saved."]);
            if (isSaved)
            {
                Close();
            }
            else if (_all.FirstOrDefault(extra => extra.Id == edited.Id) is { } now && _faults.Count == 0)
            {
                // Saving again replaces the other change.
                _seen = ExtraTerms.Of(now);
            }

            return;
        }

        var made = _draft!.ToTerms(_event!.Currency!);
        if (await RunAsync(caller => handler.HandleAsync(new CreateExtra(_event.Id, made, caller), Lifetime), L["The extra is added."]))
        {
            (_draft, _made) = (ExtraDraft.New(_event), _made + 1);
        }
    }

    private Task<bool> MoveAsync(Extra extra, bool up) =>
        RunAsync(caller => handler.HandleAsync(new MoveExtra(extra.Id, up, caller), Lifetime), null);

    private async Task RemoveAsync(Extra extra)
    {
        if (await RunAsync(caller => handler.HandleAsync(new RemoveExtra(extra.Id, true, caller), Lifetime), null))
        {
            Close();
            _undo = extra;
        }
    }

    private async Task RestoreAsync(Extra extra)
    {
        if (await RunAsync(caller => handler.HandleAsync(new RemoveExtra(extra.Id, false, caller), Lifetime), L["{0} is on sale again.", extra.Name]))
        {
            _undo = null;
        }
    }

    private async Task<bool> RunAsync(Func<Caller, Task<Outcome<ExtraId, RefusedExtra>>> run, string? done)
    {
        (_isBusy, _error, _faults, _undo) = (true, null, [], null);
        var outcome = await run(await ReadCallerAsync());
        if (!outcome.Succeeded)
        {
            (_error, _faults) = (ExtraTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }
        else if (done is not null)
        {
            desk.Notify(done);
        }

        await ReloadAsync();
        _isBusy = false;
        return outcome.Succeeded;
    }

    private static string PriceOf(Extra extra)
    {
        var price = new Money(extra.Price, extra.Currency).Format(CultureInfo.CurrentCulture);
        return extra.PriceMax is { } max ? $"{price} – {new Money(max, extra.Currency).Format(CultureInfo.CurrentCulture)}" : price;
    }
}
