using Microsoft.AspNetCore.Components;
using MudBlazor;
using Ticketing.App.BackOffice;
using Ticketing.App.Organizations;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Questions;

namespace Ticketing.App.Questions.Organizer;

/// <summary>The questions of an event: their list, and one form for a new one or the edited one.</summary>
public sealed partial class QuestionsPage(QuestionReader reader, ManageQuestionsHandler handler, Desk desk) : OrganizerPage
{
    private QuestionEvent? _event;
    private IReadOnlyList<EventQuestion> _all = [];
    private IReadOnlyList<QuestionFault> _faults = [];
    private QuestionDraft _draft = new();
    private EventQuestion? _edited;
    private EventQuestion? _undo;
    private QuestionTerms? _seen;
    private string? _error;
    private bool _isBusy;
    private int _made;

    [Parameter]
    public Guid EventId { get; set; }

    private IReadOnlyList<EventQuestion> Shown => [.. _all.Where(question => question.RemovedAt is null)];

    private IReadOnlyList<BreadcrumbItem> Crumbs =>
        [new BreadcrumbItem(Own!.Name, AppUrls.OrganizerHome(Slug)), new BreadcrumbItem(L["Events"], AppUrls.OrganizerEvents(Slug))];

    protected override bool May(Caller caller, OrganizationId organization) => caller.RunsSomeOf(organization);

    protected override async Task LoadAsync()
    {
        var found = await reader.FindEventAsync(new Core.Common.EventId(EventId), Caller, Lifetime);
        _event = found?.Organization == Own!.Id ? found : null;
        _all = _event is null ? [] : await reader.ListAsync(_event.Id, Caller, Lifetime);
    }

    private string ConditionText(EventQuestion question) =>
        question is { ShownBy: { } by, ShownByAnswer: { } answer } && _all.FirstOrDefault(other => other.Id == by) is { } decider
            ? L[", after: {0}", decider.Kind == QuestionKind.Consent ? decider.Text : $"{decider.Text} → {decider.OptionText(answer)}"]
            : "";

    private void Edit(EventQuestion question)
    {
        // The terms that the form starts with: later changes by others are refused, not overwritten.
        (_edited, _draft, _seen) = (question, QuestionDraft.Of(question), QuestionTerms.Of(question));
        (_faults, _error) = ([], null);
    }

    private void Close() => (_edited, _draft, _faults, _error) = (null, new QuestionDraft(), [], null);

    private async Task SaveAsync()
    {
        var terms = _draft.ToTerms();
        if (_edited is { } edited)
        {
            var isSaved = await RunAsync(
                caller => handler.HandleAsync(new AmendQuestion(edited.Id, _ => terms, caller) { Seen = _seen }, Lifetime),
                L["The question is saved."]);
            if (isSaved)
            {
                Close();
            }
            else if (_all.FirstOrDefault(question => question.Id == edited.Id) is { } now && _faults.Count == 0)
            {
                // Saving again replaces the other change.
                _seen = QuestionTerms.Of(now);
            }

            return;
        }

        if (await RunAsync(caller => handler.HandleAsync(new CreateQuestion(_event!.Id, terms, caller), Lifetime), L["The question is added."]))
        {
            (_draft, _made) = (new QuestionDraft(), _made + 1);
        }
    }

    private Task<bool> MoveAsync(EventQuestion question, bool up) =>
        RunAsync(caller => handler.HandleAsync(new MoveQuestion(question.Id, up, caller), Lifetime), null);

    private async Task RemoveAsync(EventQuestion question)
    {
        if (await RunAsync(caller => handler.HandleAsync(new RemoveQuestion(question.Id, true, caller), Lifetime), null))
        {
            Close();
            _undo = question;
        }
    }

    private async Task RestoreAsync(EventQuestion question)
    {
        if (await RunAsync(caller => handler.HandleAsync(new RemoveQuestion(question.Id, false, caller), Lifetime), L["The question is asked again."]))
        {
            _undo = null;
        }
    }

    private async Task<bool> RunAsync(Func<Caller, Task<Outcome<QuestionId, RefusedQuestion>>> run, string? done)
    {
        (_isBusy, _error, _faults, _undo) = (true, null, [], null);
        var outcome = await run(await ReadCallerAsync());
        if (!outcome.Succeeded)
        {
            (_error, _faults) = (QuestionTexts.Describe(outcome.Refusal.Reason, L), outcome.Refusal.Faults);
        }
        else if (done is not null)
        {
            desk.Notify(done);
        }

        await ReloadAsync();
        _isBusy = false;
        return outcome.Succeeded;
    }
}
