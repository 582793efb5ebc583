using Microsoft.AspNetCore.Components;
using Ticketing.Core.Webhooks;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>Address, description and types of a webhook.</summary>
public sealed partial class WebhookForm
{
    private readonly HashSet<string> _types = [];
    private string _url = "";
    private string _description = "";
    private bool _isFilled;

    /// <summary>The values that the form starts with; null: a new webhook.</summary>
    [Parameter]
    public WebhookTerms? Stored { get; set; }

    /// <summary>Errors of the last attempt.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<WebhookFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required string SaveLabel { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<WebhookTerms> OnSave { get; set; }

    /// <summary>Further fields, first in the form.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    // Later changes by others do not overwrite what is being typed.
    protected override void OnParametersSet()
    {
        if (!_isFilled && Stored is { } stored)
        {
            (_url, _description, _isFilled) = (stored.Url, stored.Description, true);
            _types.UnionWith(stored.Types);
        }
    }

    private void Choose(string type, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            _types.Add(type);
        }
        else
        {
            _types.Remove(type);
        }
    }

    private Task SaveAsync() => OnSave.InvokeAsync(new WebhookTerms(_url, _description, [.. _types]));

    private string? FaultOf(string field) =>
        Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;

    private string HintClass(string field) => FaultOf(field) is null ? "field-hint" : "field-error";
}
