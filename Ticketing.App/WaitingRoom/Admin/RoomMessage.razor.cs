using Microsoft.AspNetCore.Components;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>What everybody who waits is told.</summary>
public sealed partial class RoomMessage
{
    private string text = "";
    private string? known;

    [Parameter, EditorRequired]
    public required string Stored { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<string> OnSay { get; set; }

    // What somebody is typing stays; what they left alone follows the room.
    protected override void OnParametersSet()
    {
        if (Stored != known)
        {
            text = known is null || text == known ? Stored : text;
            known = Stored;
        }
    }

    // One line of text: the settings know no other.
    private void Type(ChangeEventArgs change) => text = ((string?)change.Value ?? "").ReplaceLineEndings(" ");

    private Task ClearAsync()
    {
        text = "";
        return OnSay.InvokeAsync("");
    }
}
