using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>A submitted link.</summary>
/// <param name="Faults">Errors found by the form: an invalid time.</param>
public sealed record LinkResult(LinkTerms Terms, IReadOnlyList<RoomFault> Faults);

/// <summary>The skip-the-line links of a performance, and the form for a new one.</summary>
public sealed partial class RoomLinks(TimeProvider time)
{
    private string _name = "";
    private int _people = 1;
    private bool _isPersonal;
    private string _until = "";
    private int _known;

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<AdmissionLink> Links { get; set; }

    /// <summary>The address of a shared link.</summary>
    [Parameter, EditorRequired]
    public required Func<AdmissionLink, string> UrlOf { get; set; }

    [Parameter, EditorRequired]
    public required string Zone { get; set; }

    /// <summary>Errors of the last attempt.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RoomFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    /// <summary>Number of links created on this page; a change resets the form.</summary>
    [Parameter, EditorRequired]
    public required int Made { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<LinkResult> OnMake { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<AdmissionLink> OnRevoke { get; set; }

    protected override void OnParametersSet()
    {
        if (Made != _known)
        {
            (_known, _name, _people, _isPersonal, _until) = (Made, "", 1, false, "");
        }
    }

    // Invalid input becomes 0, which fails validation.
    private void EnterPeople(ChangeEventArgs change) =>
        _people = int.TryParse((string?)change.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private Task MakeAsync()
    {
        if (_until.Length == 0)
        {
            return OnMake.InvokeAsync(new LinkResult(new LinkTerms(_name, _people, _isPersonal, null), []));
        }

        var read = VenueClock.Read(_until, Zone);
        return OnMake.InvokeAsync(read.Succeeded
            ? new LinkResult(new LinkTerms(_name, _people, _isPersonal, read.Value), [])
            : new LinkResult(new LinkTerms(_name, _people, _isPersonal, null), [new RoomFault(nameof(LinkTerms.ValidUntil), read.Refusal)]));
    }

    private string? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;

    private string HintClass(string field) => FaultOf(field) is null ? "field-hint" : "field-error";
}
