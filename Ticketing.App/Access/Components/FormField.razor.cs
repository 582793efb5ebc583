using Microsoft.AspNetCore.Components;

namespace Ticketing.App.Access.Components;

/// <summary>A labelled input with its hint and its error, tied together for screen readers.</summary>
public sealed partial class FormField
{
    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The name that is posted: <c>Form.Email</c>.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>What was typed before; never set for a password.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>What it is for, in the words of HTML's autofill: without it WCAG 1.3.5 fails.</summary>
    [Parameter]
    public string? Autocomplete { get; set; }

    [Parameter]
    public string? InputMode { get; set; }

    [Parameter]
    public int? LengthMax { get; set; }

    [Parameter]
    public bool Required { get; set; } = true;

    [Parameter]
    public string? Hint { get; set; }

    [Parameter]
    public string? Error { get; set; }

    private string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-error {Id}-hint",
    };
}
