using System.Collections.Immutable;
using System.Globalization;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Catalog.Series;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>
/// Keeps the dates of a draft's series: dates follow their rule, except those that were changed by hand and those that are published. A date
/// that was removed, or moved to another day, becomes an exception of the rule, so that the rule does not bring it back.
/// </summary>
internal static class SeriesDates
{
    /// <summary>Turns an editor's changes of single dates into exceptions of their series.</summary>
    /// <param name="seen">The document that <paramref name="sent"/> is based on.</param>
    public static EventDraft WithExceptions(EventDraft seen, EventDraft sent)
    {
        if (sent.Series.IsEmpty)
        {
            return sent;
        }

        var dates = sent.Dates.Where(date => date.Id != Guid.Empty).DistinctBy(date => date.Id).ToDictionary(date => date.Id);
        var series = new List<DraftSeries>();
        foreach (var one in sent.Series)
        {
            // An editor who changes the rule has not touched the dates.
            if (seen.Series.FirstOrDefault(other => other.Id == one.Id) is not { } before || !HasSameRule(before, one))
            {
                series.Add(one);
                continue;
            }

            var except = one.Except.ToList();
            foreach (var was in seen.Dates.Where(date => date.Series == one.Id))
            {
                var isThere = dates.TryGetValue(was.Id, out var date);
                if (was.StartsAt is { } start && !was.IsChangedByHand && (!isThere || date!.Series != one.Id || date.StartsAt?.Date != start.Date))
                {
                    except.Add(start);
                }

                if (isThere && date!.Series == one.Id && !HasSameTimes(was, date))
                {
                    dates[was.Id] = date with { IsChangedByHand = true };
                }
            }

            series.Add(one with { Except = [.. except.Distinct()] });
        }

        return sent with { Series = [.. series], Dates = [.. sent.Dates.Select(date => dates.GetValueOrDefault(date.Id, date))] };
    }

    /// <summary>Makes the dates that the rules ask for, and removes those that they ask for no more.</summary>
    /// <param name="published">The dates that the catalogue has.</param>
    public static EventDraft Follow(EventDraft draft, string timeZone, IReadOnlySet<Guid> published)
    {
        // Without its series a date is a single one.
        var ids = draft.Series.Select(series => series.Id).ToHashSet();
        var dates = draft.Dates
            .Select(date => date.Series is { } series && !ids.Contains(series) ? date with { Series = null, IsChangedByHand = false } : date).ToList();
        foreach (var series in draft.Series)
        {
            var expanded = Expand(series, timeZone);
            if (expanded.Succeeded)
            {
                dates = Replace(dates, series, expanded.Value, published);
            }
        }

        return draft with { Dates = [.. dates] };
    }

    /// <summary>What is wrong with the rules.</summary>
    public static IEnumerable<DraftProblem> Problems(EventDraft draft, string timeZone)
    {
        foreach (var (i, series) in draft.Series.Index())
        {
            var expanded = Expand(series, timeZone);
            if (!expanded.Succeeded)
            {
                yield return new DraftProblem(
                    DraftStep.Dates, string.Create(CultureInfo.InvariantCulture, $"series[{i}].rule"), SentenceOf(expanded.Refusal));
            }
        }
    }

    // An exception is a day: it stays one when the hour of the series changes.
    private static Outcome<IReadOnlyList<SeriesDate>, SeriesRefusal> Expand(DraftSeries series, string timeZone) => SeriesExpander.Expand(
        series.Rule, series.StartsAt, [.. series.Except.Select(start => start.Date + series.StartsAt.TimeOfDay)], timeZone);

    private static List<DraftDate> Replace(
        List<DraftDate> dates, DraftSeries series, IReadOnlyList<SeriesDate> wanted, IReadOnlySet<Guid> published)
    {
        var own = dates.Where(date => date.Series == series.Id).ToList();
        var staying = own.Where(date => date.IsChangedByHand || published.Contains(date.Id)).ToList();
        var days = staying.Select(date => date.StartsAt?.Date).ToHashSet();
        var following = own.Except(staying).Where(date => date.StartsAt is not null).DistinctBy(date => date.StartsAt!.Value.Date)
            .ToDictionary(date => date.StartsAt!.Value.Date);
        var made = wanted.Where(date => !days.Contains(date.Local.Date)).Select(date =>
            following.GetValueOrDefault(date.Local.Date, new DraftDate(PerformanceId.New().Value) { Series = series.Id }) with
            {
                StartsAt = date.Local,
                Minutes = series.Minutes,
                DoorsMinutesBefore = series.DoorsMinutesBefore,
            }).ToList();

        // Equal dates keep their places, so that a save without a change is none.
        return own.Except(staying).SequenceEqual(made)
            ? dates
            : [.. dates.Except(own).Concat(staying).Concat(made).OrderBy(date => date.StartsAt ?? DateTime.MaxValue)];
    }

    private static bool HasSameRule(DraftSeries one, DraftSeries other) =>
        one with { Except = ImmutableArray<DateTime>.Empty } == other with { Except = ImmutableArray<DateTime>.Empty };

    private static bool HasSameTimes(DraftDate one, DraftDate other) =>
        (one.StartsAt, one.Minutes, one.DoorsMinutesBefore) == (other.StartsAt, other.Minutes, other.DoorsMinutesBefore);

    private static string SentenceOf(SeriesRefusal refusal) => refusal switch
    {
        SeriesRefusal.Unreadable => DraftSentences.SeriesUnreadable,
        SeriesRefusal.NotSupported => DraftSentences.SeriesNotSupported,
        SeriesRefusal.TooMany => DraftSentences.SeriesTooLong,
        SeriesRefusal.Endless => DraftSentences.SeriesEndless,
        SeriesRefusal.Empty => DraftSentences.SeriesEmpty,
    };
}
