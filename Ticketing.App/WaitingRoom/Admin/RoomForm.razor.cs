using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>The submitted settings.</summary>
/// <param name="Seen">Settings when editing started; null without a room.</param>
/// <param name="Faults">Errors found by the form: invalid times.</param>
public sealed record RoomFormResult(RoomSettings Settings, RoomSettings? Seen, IReadOnlyList<RoomFault> Faults);

/// <summary>Form of a room's settings. Saving succeeds only over the settings that the user has seen (optimistic concurrency).</summary>
public sealed partial class RoomForm(TimeProvider time)
{
    private RoomDraft _draft = null!;
    private RoomSettings? _seen;
    private bool _isOutdated;

    [Parameter, EditorRequired]
    public required RoomDesk Desk { get; set; }

    /// <summary>Errors of the last attempt.</summary>
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
            LoadDraft();
        }
        else if (Desk.Settings != _seen)
        {
            // Adopts changes of command and message, which this form does not edit, and all changes while the draft is unchanged.
            var (now, then) = (Desk.Settings ?? new RoomSettings(), _seen ?? new RoomSettings());
            if (now with { Command = then.Command, Message = then.Message } == then)
            {
                _seen = Desk.Settings;
            }
            else if (!_draft.IsChanged || _draft.Read(now, Desk.TimeZone).Settings == now)
            {
                LoadDraft();
            }
            else
            {
                _isOutdated = true;
            }
        }
    }

    private void LoadDraft() =>
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
