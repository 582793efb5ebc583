using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>The event's dates: single ones and series. What is removed can be brought back for a few seconds.</summary>
public sealed partial class DatesStep(TimeProvider time) : WizardStep
{
    /// <summary>How long a removal can be taken back.</summary>
    private static readonly TimeSpan RestoreTime = TimeSpan.FromSeconds(10);

    private Removal? _removed;
    private bool _isSeriesOpen;

    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    protected override void OnInitialized()
    {
        // In order at the opening, not while a date is typed: rows must not move under the cursor.
        var sorted = Sorted(Draft.Dates);
        if (RendererInfo.IsInteractive && !Wizard.IsLocked && !sorted.SequenceEqual(Draft.Dates))
        {
            Wizard.Change(Draft with { Dates = sorted });
        }
    }

    private static ImmutableArray<DraftDate> Sorted(IEnumerable<DraftDate> dates) =>
        [.. dates.OrderBy(date => date.StartsAt ?? DateTime.MaxValue)];

    private static string FieldId(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"dates-{index}-{field}");

    private static string SeriesPath(int index) => string.Create(CultureInfo.InvariantCulture, $"series[{index}].rule");

    private static string SeriesId(int index) => string.Create(CultureInfo.InvariantCulture, $"series-{index}-rule");

    private static string[] PathsOf(int index, DraftDate date, string field) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"dates[{index}].{field}"), $"dates[{date.Id}].{field}",
        string.Create(CultureInfo.InvariantCulture, $"dates[{index}]"), $"dates[{date.Id}]",
    ];

    private string NameOf(DraftDate date) => date.StartsAt is { } at ? PublishingTexts.When(at) : L["without a time"];

    private string HintOf(DraftDate date) =>
        date.StartsAt is { } at && Wizard.Venue is { } venue && TypedValues.IsSkipped(at, venue.TimeZone)
            ? L["The clocks go forward then: it begins an hour later."]
            : date.StartsAt is { } known ? PublishingTexts.When(known) : L["Enter a day and a time."];

    private void SetDates(ImmutableArray<DraftDate> dates) => Wizard.Change(Draft with { Dates = dates });

    // Changes the date as it is now: the one a row was rendered with is stale when two fields' events arrive before the next render.
    private void Replace(Guid id, Func<DraftDate, DraftDate> change) => SetDates(Replaced(id, change));

    private ImmutableArray<DraftDate> Replaced(Guid id, Func<DraftDate, DraftDate> change) =>
        [.. Draft.Dates.Select(each => each.Id == id ? change(each) : each)];

    private void Move(Guid id, DateTime? to) => Wizard.Change(Draft with
    {
        Series = Draft.Dates.FirstOrDefault(date => date.Id == id) is { } date ? Excepting(date) : Draft.Series,
        Dates = Replaced(id, now => now with { StartsAt = to, IsChangedByHand = true }),
    });

    // The rule would make the date of the series again at its old time.
    private ImmutableArray<DraftSeries> Excepting(DraftDate date) => date is { StartsAt: { } at, Series: { } id, IsChangedByHand: false }
        ? [.. Draft.Series.Select(each => each.Id == id ? each with { Except = [.. each.Except, at] } : each)]
        : Draft.Series;

    private void Add()
    {
        var last = Draft.Dates.LastOrDefault(date => date.StartsAt is not null);
        var added = last is null
            ? new DraftDate(Guid.CreateVersion7())
            : new DraftDate(Guid.CreateVersion7()) { Minutes = last.Minutes, DoorsMinutesBefore = last.DoorsMinutesBefore };
        SetDates([.. Draft.Dates, added]);
    }

    private void Duplicate(Guid id)
    {
        if (Draft.Dates.FirstOrDefault(each => each.Id == id) is not { } date)
        {
            return;
        }

        var copy = new DraftDate(Guid.CreateVersion7())
        {
            StartsAt = date.StartsAt?.AddDays(1),
            Minutes = date.Minutes,
            DoorsMinutesBefore = date.DoorsMinutesBefore,
        };
        SetDates(Draft.Dates.Insert(Draft.Dates.IndexOf(date) + 1, copy));
    }

    private void Remove(Guid id)
    {
        if (Draft.Dates.FirstOrDefault(date => date.Id == id) is { } date)
        {
            Remove([date], [.. Draft.Series.Where(each => each.Id == date.Series)], Excepting(date));
        }
    }

    // Dates that buyers may have bought, or that were changed by hand, stay as single ones.
    private void RemoveSeries(DraftSeries series)
    {
        List<DraftDate> removed = [.. Draft.Dates.Where(date => date.Series == series.Id && !date.IsChangedByHand && !Wizard.IsPublished(date.Id))];
        Remove(removed, [series], [.. Draft.Series.Where(each => each.Id != series.Id)]);
    }

    private void Remove(IReadOnlyList<DraftDate> dates, IReadOnlyList<DraftSeries> before, ImmutableArray<DraftSeries> after)
    {
        var ids = dates.Select(date => date.Id).ToHashSet();
        var kept = Draft.Dates.Where(date => !ids.Contains(date.Id))
            .Select(date => date.Series is { } id && after.All(series => series.Id != id) ? date with { Series = null } : date);
        Wizard.Change(Draft with { Dates = [.. kept], Series = after });
        _removed = new Removal(dates, before);
        Track(ForgetAsync(_removed));
    }

    private async Task ForgetAsync(Removal removal)
    {
        await Task.Delay(RestoreTime, time, Lifetime);
        if (ReferenceEquals(_removed, removal))
        {
            _removed = null;
            StateHasChanged();
        }
    }

    private void RestoreRemoved()
    {
        if (_removed is { } removed)
        {
            var known = removed.Series.Select(series => series.Id).ToHashSet();
            Wizard.Change(Draft with
            {
                Dates = Sorted([.. Draft.Dates, .. removed.Dates]),
                Series = [.. Draft.Series.Where(series => !known.Contains(series.Id)), .. removed.Series],
            });
            _removed = null;
        }
    }

    private void AddSeries((DraftSeries Series, IReadOnlyList<DateTime> Dates) added)
    {
        var (series, starts) = added;
        var dates = starts.Select(start => new DraftDate(Guid.CreateVersion7())
        {
            StartsAt = start,
            Minutes = series.Minutes,
            DoorsMinutesBefore = series.DoorsMinutesBefore,
            Series = series.Id,
        });
        Wizard.Change(Draft with { Series = [.. Draft.Series, series], Dates = Sorted([.. Draft.Dates, .. dates]) });
        _isSeriesOpen = false;
    }

    /// <summary>Removed dates, and series as they were before.</summary>
    private sealed record Removal(IReadOnlyList<DraftDate> Dates, IReadOnlyList<DraftSeries> Series);
}
