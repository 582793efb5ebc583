using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Publishing.Organizer.Steps;

/// <summary>What is missing, everything at a glance, and the publication.</summary>
public sealed partial class ReviewStep : WizardStep
{
    private const int DatesShown = 12;

    private bool _isLater;
    private DateTime? _at;
    private string? _timeProblem;

    [Parameter, EditorRequired]
    public required string Slug { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    /// <summary>Publishes at a time; null: now.</summary>
    [Parameter, EditorRequired]
    public required EventCallback<DateTimeOffset?> OnPublish { get; set; }

    /// <summary>Deletes the draft.</summary>
    [Parameter, EditorRequired]
    public required EventCallback OnDelete { get; set; }

    private EventDraftView View => Wizard.Editor.View;

    // The step, and which of several prices or dates it is about.
    private string PlaceOf(DraftProblem problem)
    {
        var step = PublishingTexts.Describe(problem.Step, L);
        string[] parts = [.. DraftPaths.PartsOf(problem.Field)];
        var item = parts switch
        {
            ["prices", "tiers", var at, ..] when int.TryParse(at, CultureInfo.InvariantCulture, out var index) && index < Draft.Prices.Tiers.Length =>
                Draft.Prices.Tiers[index] is { Name.Length: > 0 } named ? named.Name : Draft.Prices.Tiers[index].Category,
            ["dates", var at, ..] when int.TryParse(at, CultureInfo.InvariantCulture, out var index) && index < Draft.Dates.Length
                && Draft.Dates[index].StartsAt is { } start => PublishingTexts.When(start),
            _ => null,
        };
        return item is null ? step : $"{step} ({item})";
    }

    private string OrNone(string text) => text.Length > 0 ? text : L["none yet"];

    private async Task SubmitAsync()
    {
        _timeProblem = _isLater && _at is null ? L["Enter a day and a time."].Value : null;
        if (_timeProblem is null)
        {
            await OnPublish.InvokeAsync(_isLater && _at is { } at ? TypedValues.InstantOf(at, Wizard.TimeZone) : null);
        }
    }
}
