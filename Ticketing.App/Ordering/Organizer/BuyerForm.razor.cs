using Microsoft.AspNetCore.Components;
using Ticketing.Core.Ordering;

namespace Ticketing.App.Ordering.Organizer;

/// <summary>What is typed into <see cref="BuyerForm"/>.</summary>
public sealed record BuyerEdit(string Name, string Email, string Phone);

/// <summary>The buyer's details, and their correction.</summary>
public sealed partial class BuyerForm
{
    private bool _isEditing;
    private string _name = "";
    private string _email = "";
    private string _phone = "";
    private Dictionary<string, string> _faults = [];

    [Parameter, EditorRequired]
    public required Order Order { get; set; }

    [Parameter, EditorRequired]
    public required bool IsUndelivered { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnResend { get; set; }

    /// <summary>Saves; returns the faults by field, or null when it is saved or the page tells why not.</summary>
    [Parameter, EditorRequired]
    public required Func<BuyerEdit, Task<IReadOnlyDictionary<string, string>?>> OnSave { get; set; }

    private void Begin()
    {
        (_name, _email, _phone) = (Order.Name, Order.Email, Order.Phone ?? "");
        (_faults, _isEditing) = ([], true);
    }

    private async Task SaveAsync()
    {
        var faults = await OnSave(new BuyerEdit(_name, _email, _phone));
        (_faults, _isEditing) = (faults is null ? [] : new Dictionary<string, string>(faults), faults is not null);
    }

    private string FieldClass(string field) => _faults.ContainsKey(field) ? "field field-invalid" : "field";

    private string ErrorOf(string field) => _faults.TryGetValue(field, out var sentence) ? L[sentence] : "";
}
