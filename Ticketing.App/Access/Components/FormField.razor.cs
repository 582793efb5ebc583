using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;

namespace Ticketing.App.Access.Components;

/// <summary>A labelled input with hint and error, linked by <c>aria-describedby</c>.</summary>
public sealed partial class FormField
{
    /// <summary>Unique on the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The posted name: <c>Form.Email</c>.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter]
    public string Type { get; set; } = "text";

    /// <summary>The submitted value; never set for a password.</summary>
    [Parameter]
    public string? Value { get; set; }

    /// <summary>HTML autofill token; required by WCAG 1.3.5.</summary>
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

    [CascadingParameter]
    public HttpContext? Http { get; set; }

    // A refused form keeps what was typed, except secrets.
    private string? Shown => Type == "password" ? Value : LateForm.TypedIn(Http, Name) ?? Value;

    private string? DescribedBy => (Hint, Error) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-error {Id}-hint",
    };
}
