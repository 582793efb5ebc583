using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales.Organizer;

/// <summary>A presale: its settings and its codes. Search and page are query parameters.</summary>
public sealed partial class PresalePage(
    PresaleReader reader, AccessCodeReader codes, ManagePresalesHandler presales, AccessCodesHandler handler, Desk desk,
    NavigationManager navigation) : OrganizerPage
{
    private PresaleEvent? _event;
    private PresaleRow? _row;
    private PresaleTerms? _seen;
    private AccessCodeList _codes = new([], null);
    private IReadOnlyList<PresaleFault> _faults = [];
    private string? _error;
    private bool _isBusy;
    private bool _isOutdated;
    private int _saved;
    private bool _isNamed;
    private string _code = "";
    private string _email = "";
    private string _count = "10";
    private string _uses = "1";
    private string _search = "";

    [Parameter]
    public Guid EventId { get; set; }

    [Parameter]
    public Guid Presale { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
    [
        new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug)),
        new BreadcrumbItem(L["Presales of {0}", _event!.Title], AppUrls.OrganizerPresales(Slug, EventId)),
    ];

    protected override bool May(Caller caller, OrganizationId organization) => caller.RunsSomeOf(organization);

    protected override async Task LoadAsync()
    {
        _search = (Search ?? "").Trim();
        var row = await reader.FindAsync(new PresaleId(Presale), Caller, Lifetime);
        _row = row?.Presale.OrganizationId == Own!.Id && row.Presale.EventId.Value == EventId ? row : null;
        if (_row is not null)
        {
            // What the form starts with: later changes by others do not overwrite what is being typed.
            _seen ??= PresaleTerms.Of(_row.Presale, _row.Dates);
            _event = await reader.FindEventAsync(_row.Presale.EventId, Caller, Lifetime);
            _codes = await codes.ListAsync(_row.Presale.Id, _search, After, Caller, Lifetime);
        }
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.OrganizerPresale(Slug, EventId, Presale, _search.Trim()), replace: true);

    // Invalid input becomes 0, which fails validation.
    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private async Task MakeAsync()
    {
        var email = _isNamed && !string.IsNullOrWhiteSpace(_email) ? _email.Trim() : null;
        var done = await RunAsync(
            caller => handler.HandleAsync(
                new MakeAccessCodes(_row!.Presale.Id, _isNamed ? _code : null, _isNamed ? 1 : Number(_count), Number(_uses), email, caller), Lifetime),
            made => made == 1 ? L["1 code is made."] : L["{0:N0} codes are made.", made]);
        if (done)
        {
            (_code, _email) = ("", "");
        }
    }

    private async Task RevokeAsync(AccessCode code)
    {
        if (await desk.ConfirmAsync(L["Revoke code {0}? It opens no seats and no order any more; orders that were placed stay.", code.Code], L["Revoke"]))
        {
            await RunAsync(
                caller => handler.HandleAsync(new RevokeAccessCode(_row!.Presale.Id, code.Id, caller), Lifetime),
                _ => L["Code {0} is revoked.", code.Code]);
        }
    }

    private async Task SaveAsync(PresaleResult form)
    {
        if (form.Faults.Count > 0)
        {
            (_error, _faults) = (PresaleTexts.Describe(PresaleRefusal.Invalid, L), form.Faults);
            return;
        }

        var isSaved = await RunAsync(
            caller => presales.HandleAsync(new EditPresale(_row!.Presale.Id, form.Terms, caller) { Seen = _seen }, Lifetime),
            _ => L["The presale is saved."]);
        if (_row is not null && (isSaved || _isOutdated))
        {
            // After a save the form starts again with what is stored. An outdated one keeps what is typed: the refusal says that a further
            // attempt replaces the other change.
            _seen = PresaleTerms.Of(_row.Presale, _row.Dates);
            _saved += isSaved ? 1 : 0;
        }
    }

    private async Task DeleteAsync()
    {
        if (await desk.ConfirmAsync(L["Delete {0} with all its codes?", _row!.Presale.Name], L["Delete the presale"])
            && await RunAsync(
                caller => presales.HandleAsync(new DeletePresale(_row!.Presale.Id, caller), Lifetime), _ => L["The presale is deleted."]))
        {
            navigation.NavigateTo(AppUrls.OrganizerPresales(Slug, EventId));
        }
    }

    private async Task<bool> RunAsync<TResult>(
        Func<Caller, Task<Outcome<TResult, RefusedPresale>>> run, Func<TResult, string> done)
    {
        (_isBusy, _isOutdated, _error, _faults) = (true, false, null, []);
        var outcome = await run(await ReadCallerAsync());
        if (outcome.Succeeded)
        {
            desk.Notify(done(outcome.Value));
        }
        else
        {
            (_error, _faults) = (PresaleTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
            _isOutdated = outcome.Refusal.Reason == PresaleRefusal.Changed;
        }

        await ReloadAsync();
        _isBusy = false;
        return outcome.Succeeded;
    }

    private string? FaultOf(string field) => _faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
