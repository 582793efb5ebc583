using Microsoft.AspNetCore.Components;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Series;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>Builds a series' rule and shows its dates before they are added.</summary>
public sealed partial class SeriesForm : WizardStep
{
    private const string Until = "until";

    private readonly HashSet<DayOfWeek> _weekdays = [];
    private readonly HashSet<DateTime> _except = [];
    private IReadOnlyList<SeriesDate> _dates = [];
    private DateTime? _first;
    private SeriesStep _step = SeriesStep.Weeks;
    private int _every = 1;
    private bool _hasUntil;
    private int _count = 10;
    private DateOnly? _until;
    private int _minutes = 120;
    private int _doors = 60;
    private string? _error;

    /// <summary>The series and the starts of its dates.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<(DraftSeries Series, IReadOnlyList<DateTime> Dates)> OnAdd { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnClose { get; set; }

    private IEnumerable<DateTime> Chosen => _dates.Select(date => date.Local).Where(date => !_except.Contains(date));

    protected override void OnInitialized()
    {
        if (Draft.Dates.LastOrDefault(date => date.StartsAt is not null) is { } last)
        {
            (_minutes, _doors) = (last.Minutes, last.DoorsMinutesBefore);
        }
    }

    private void ChooseStep(ChangeEventArgs change)
    {
        if (EnumWords.TryFromWord<SeriesStep>(change.Value as string ?? "", out var step))
        {
            Set(() => _step = step);
        }
    }

    private void Choose(DayOfWeek day, bool isChosen)
    {
        if (isChosen)
        {
            _weekdays.Add(day);
        }
        else
        {
            _weekdays.Remove(day);
        }
    }

    private void Leave(DateTime date, bool isLeft)
    {
        if (isLeft)
        {
            _except.Add(date);
        }
        else
        {
            _except.Remove(date);
        }
    }

    private void Set(Action change)
    {
        change();
        Expand();
    }

    private void Expand()
    {
        (_dates, _error) = ([], null);
        if (_first is not { } first)
        {
            return;
        }

        if (_hasUntil && _until is null)
        {
            _error = PublishingTexts.Describe(SeriesRefusal.Endless, L);
            return;
        }

        var outcome = SeriesExpander.Expand(Rule(first), first, [], Wizard.TimeZone);
        if (outcome.Succeeded)
        {
            _dates = outcome.Value;
            _except.IntersectWith(_dates.Select(date => date.Local));
        }
        else
        {
            _error = PublishingTexts.Describe(outcome.Refusal, L);
        }
    }

    private string Rule(DateTime first) => SeriesRule.Write(_step, _every, _weekdays, first, _count, _hasUntil ? _until : null);

    private async Task AddAsync()
    {
        if (_first is { } first)
        {
            var series = new DraftSeries(Guid.CreateVersion7(), Rule(first), first, _minutes, _doors, [.. _except.Order()]);
            await OnAdd.InvokeAsync((series, [.. Chosen]));
        }
    }
}
