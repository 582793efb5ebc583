using Microsoft.AspNetCore.Components;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>The organizer's message to waiting visitors.</summary>
public sealed partial class RoomMessage
{
    private string _text = "";
    private string? _known;

    [Parameter, EditorRequired]
    public required string Stored { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<string> OnSave { get; set; }

    // Keeps text that is being edited; otherwise follows the stored message.
    protected override void OnParametersSet()
    {
        if (Stored != _known)
        {
            _text = _known is null || _text == _known ? Stored : _text;
            _known = Stored;
        }
    }

    // Messages are one line of text.
    private void Type(ChangeEventArgs change) => _text = ((string?)change.Value ?? "").ReplaceLineEndings(" ");

    private Task ClearAsync()
    {
        _text = "";
        return OnSave.InvokeAsync("");
    }
}
