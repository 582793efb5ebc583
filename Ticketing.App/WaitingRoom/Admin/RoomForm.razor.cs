using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>What somebody wants set.</summary>
/// <param name="Seen">What was set when they began; null: there was no room.</param>
/// <param name="Faults">What the form itself found: times that are none.</param>
public sealed record RoomFormResult(RoomSettings Settings, RoomSettings? Seen, IReadOnlyList<RoomFault> Faults);

/// <summary>The settings of a room. They are saved at once, and only over what their changer has seen.</summary>
public sealed partial class RoomForm(TimeProvider time)
{
    private RoomDraft _draft = null!;
    private RoomSettings? _seen;
    private bool _isOutdated;

    [Parameter, EditorRequired]
    public required RoomDesk Desk { get; set; }

    /// <summary>What the last attempt was refused for.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<RoomFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<RoomFormResult> OnSave { get; set; }

    protected override void OnParametersSet()
    {
        if (_draft is null)
        {
            Begin();
        }
        else if (Desk.Settings != _seen)
        {
            // Pauses and messages are no matter of this form: it takes them over unasked. So it does where nothing was touched.
            var (now, then) = (Desk.Settings ?? new RoomSettings(), _seen ?? new RoomSettings());
            if (now with { Command = then.Command, Message = then.Message } == then)
            {
                _seen = Desk.Settings;
            }
            else if (!_draft.IsTouched || _draft.Read(now, Desk.TimeZone).Settings == now)
            {
                Begin();
            }
            else
            {
                _isOutdated = true;
            }
        }
    }

    private void Begin() =>
        (_draft, _seen, _isOutdated) = (RoomDraft.Of(Desk, time.GetUtcNow()), Desk.Settings, false);

    private void ChooseMode(ChangeEventArgs change)
    {
        if (EnumWords.TryFromWord<RoomMode>((string?)change.Value ?? "", out var mode))
        {
            _draft.Mode = mode;
        }
    }

    private Task SaveAsync()
    {
        var (settings, faults) = _draft.Read(_seen ?? new RoomSettings(), Desk.TimeZone);
        return OnSave.InvokeAsync(new RoomFormResult(settings, _seen, faults));
    }

    private string? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
