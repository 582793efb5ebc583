using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Organizations;
using Ticketing.Core.Publishing;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Publishing;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Publishing;

/// <summary>What the steps of the event wizard share.</summary>
public sealed class Wizard
{
    public required OwnOrganization Own { get; init; }

    public required DraftEditor Editor { get; init; }

    /// <summary>Reads the caller again: a circuit outlives a membership.</summary>
    public required Func<Task<Caller>> ReadCallerAsync { get; init; }

    /// <summary>Whether the caller also runs what belongs to no event: venues, plans, settings.</summary>
    public required bool RunsAll { get; init; }

    /// <summary>Takes a change of the draft; it is saved in a moment.</summary>
    public required Action<EventDraft> Change { get; init; }

    /// <summary>Reads venue, plan and published dates again.</summary>
    public required Func<Task> RefreshAsync { get; init; }

    /// <summary>The chosen venue; null: none.</summary>
    public Venue? Venue { get; set; }

    /// <summary>The chosen plan; null: none.</summary>
    public PlanChoice? Plan { get; set; }

    /// <summary>The event's dates in the catalogue; empty before its first publication.</summary>
    public IReadOnlyList<PublishedDate> Published { get; set; } = [];

    /// <summary>The organization's policies; null: not readable.</summary>
    public OrganizationTerms? Terms { get; set; }

    /// <summary>
    /// Whether open points are shown at their fields: after the review was opened, not while an event is typed for the first time.
    /// </summary>
    public bool ShowsProblems { get; set; }

    public EventId Event => Editor.View.Id;

    /// <summary>Whether fields are locked: an admin decides, or the event is cancelled.</summary>
    public bool IsLocked => Editor.View.Stage is PublishingStage.InReview or PublishingStage.Cancelled;

    /// <summary>The venue's IANA zone; UTC while none is chosen.</summary>
    public string TimeZone => Venue?.TimeZone ?? PublishingTexts.NoZone;

    /// <summary>Whether this date is in the catalogue: it is cancelled there, not removed here.</summary>
    public bool IsPublished(Guid date) => Published.Any(published => published.Id.Value == date);
}

/// <summary>Base of the wizard's steps.</summary>
public abstract class WizardStep : LiveComponent
{
    [CascadingParameter]
    public required Wizard Wizard { get; set; }

    protected EventDraft Draft => Wizard.Editor.Document;

    /// <summary>The first open point of a field; null: none, or open points are not shown yet.</summary>
    /// <param name="paths">The field's path, and others of the same element.</param>
    protected string? ProblemOf(IStringLocalizer<Texts> texts, params string[] paths)
    {
        var found = Wizard.ShowsProblems
            ? Wizard.Editor.View.Problems.FirstOrDefault(problem => paths.Contains(problem.Field, StringComparer.OrdinalIgnoreCase))
            : null;
        return found is null ? null : PublishingTexts.Describe(found, texts);
    }
}
