using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Search;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog.Questions;

namespace Ticketing.App.Catalog.Admin;

/// <summary>What visitors search for, and the synonyms of the search.</summary>
public sealed partial class SearchPage(SearchLogReader log, SynonymsHandler synonyms, CurrentActor actor, Desk desk) : LiveComponent
{
    private const int WordsLengthMax = SynonymGroup.WordsMax * (SearchWords.LengthMax + 2);

    private SearchLogReport? _report;
    private IReadOnlyList<SynonymGroup> _groups = [];
    private string _words = "";
    private string? _fault;
    private string? _error;
    private bool _isBusy;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var caller = await CallerAsync();
        _report = await log.HandleAsync(new ReadSearchLog(caller), Lifetime);
        _groups = await synonyms.HandleAsync(new ListSynonyms(caller), Lifetime);
    }

    private async Task AddAsync()
    {
        (_isBusy, _fault, _error) = (true, null, null);
        var caller = await CallerAsync();
        var added = await synonyms.HandleAsync(new AddSynonyms(_words, caller), Lifetime);
        if (added.Succeeded)
        {
            _words = "";
            desk.Notify(L["The synonyms are in use. Other instances follow within ten seconds."]);
        }
        else
        {
            _fault = Describe(added.Refusal);
        }

        _groups = await synonyms.HandleAsync(new ListSynonyms(caller), Lifetime);
        _isBusy = false;
    }

    private async Task RemoveAsync(SynonymGroup group)
    {
        if (!await desk.ConfirmAsync(L["Remove the synonyms {0}?", string.Join(", ", group.Words)], L["Remove"]))
        {
            return;
        }

        (_isBusy, _fault, _error) = (true, null, null);
        var caller = await CallerAsync();
        if (await synonyms.HandleAsync(new RemoveSynonyms(group.Id, caller), Lifetime) is { } refusal)
        {
            _error = Describe(refusal);
        }
        else
        {
            desk.Notify(L["The synonyms are removed."]);
        }

        _groups = await synonyms.HandleAsync(new ListSynonyms(caller), Lifetime);
        _isBusy = false;
    }

    private async Task<Caller> CallerAsync() => await actor.ReadAsync((await Authentication).User, Lifetime);

    private string Describe(SynonymRefusal refusal) => refusal switch
    {
        SynonymRefusal.NotFound => L["These synonyms do not exist any more."],
        SynonymRefusal.WordsInvalid => L["Type two to {0} different single words, separated by commas.", SynonymGroup.WordsMax],
        SynonymRefusal.WordTaken => L["One of the words already has synonyms. Remove its line first, then add all words together."],
        SynonymRefusal.TooMany => L["There are {0} lines of synonyms, which is the limit. Remove one first.", SynonymGroup.CountMax],
        SynonymRefusal.TooOften => L["Too many changes within a short time. Wait ten minutes."],
    };
}
