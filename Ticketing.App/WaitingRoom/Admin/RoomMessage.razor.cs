using Microsoft.AspNetCore.Components;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>What everybody who waits is told.</summary>
public sealed partial class RoomMessage
{
    private string _text = "";
    private string? _known;

    [Parameter, EditorRequired]
    public required string Stored { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<string> OnSay { get; set; }

    // What somebody is typing stays; what they left alone follows the room.
    protected override void OnParametersSet()
    {
        if (Stored != _known)
        {
            _text = _known is null || _text == _known ? Stored : _text;
            _known = Stored;
        }
    }

    // One line of text: the settings know no other.
    private void Type(ChangeEventArgs change) => _text = ((string?)change.Value ?? "").ReplaceLineEndings(" ");

    private Task ClearAsync()
    {
        _text = "";
        return OnSay.InvokeAsync("");
    }
}
