using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>An action on a room, one per button.</summary>
public enum RoomAction
{
    Pause,
    Resume,
    Drain,
    Close,
    Reopen,
}

/// <summary>The buttons for the actions that are possible in the room's current state.</summary>
public sealed partial class RoomActions
{
    [Parameter, EditorRequired]
    public required RoomSettings Settings { get; set; }

    [Parameter, EditorRequired]
    public required RoomPhase Phase { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<RoomAction> OnAct { get; set; }

    internal static RoomSettings Apply(RoomAction action, RoomSettings settings) => action switch
    {
        RoomAction.Pause => settings with { Command = RoomCommand.Pause },
        RoomAction.Resume => settings with { Command = RoomCommand.Run },
        RoomAction.Drain => settings with { Command = RoomCommand.Drain },
        RoomAction.Close => settings with { Mode = RoomMode.Closed },
        // Only scheduled rooms have a start time; automatic ones have none.
        RoomAction.Reopen => settings with { Mode = RoomTexts.IsSet(settings.StartsAt) ? RoomMode.Scheduled : RoomMode.Auto, Command = RoomCommand.Run },
    };

    internal static string NameOf(RoomAction action, IStringLocalizer<Texts> texts) => action switch
    {
        RoomAction.Pause => texts["Pause"],
        RoomAction.Resume => texts["Let people in"],
        RoomAction.Drain => texts["Drain"],
        RoomAction.Close => texts["Close the room"],
        RoomAction.Reopen => texts["Reopen the room"],
    };

    /// <summary>The confirmation question; null for actions that are easily undone.</summary>
    internal static string? QuestionOf(RoomAction action, IStringLocalizer<Texts> texts) => action switch
    {
        RoomAction.Close => texts["Close the waiting room? Nobody is let in any more, and everyone waiting is told so."].Value,
        RoomAction.Drain => texts["Drain the waiting room? No new places are given; everyone waiting is let in."].Value,
        RoomAction.Pause or RoomAction.Resume or RoomAction.Reopen => null,
    };

    internal static string DoneOf(RoomAction action, IStringLocalizer<Texts> texts) => action switch
    {
        RoomAction.Pause => texts["Paused: nobody is let in until you resume."],
        RoomAction.Resume => texts["People are let in again."],
        RoomAction.Drain => texts["No new places are given; everyone waiting is let in."],
        RoomAction.Close => texts["The waiting room is closed."],
        RoomAction.Reopen => texts["The waiting room is open again."],
    };

    private IEnumerable<RoomAction> Possible() => (Settings.Mode, Settings.Command) switch
    {
        (RoomMode.Closed, _) => [RoomAction.Reopen],
        (_, RoomCommand.Run) => [RoomAction.Pause, RoomAction.Drain, RoomAction.Close],
        (_, RoomCommand.Pause) => [RoomAction.Resume, RoomAction.Drain, RoomAction.Close],
        (_, RoomCommand.Drain) => [RoomAction.Resume, RoomAction.Pause, RoomAction.Close],
    };

    private string Explanation() => Phase switch
    {
        RoomPhase.Off => L["It opens automatically when many people arrive at once."],
        RoomPhase.Announced => L["Visitors see a countdown to the pre-queue."],
        RoomPhase.PreQueue => L["Everyone who comes takes part in the draw; being early is no advantage."],
        RoomPhase.Drawing => L["The lots are being drawn."],
        RoomPhase.Live => L["People are let in by place in the queue."],
        RoomPhase.Paused => L["Nobody is let in; everyone keeps their place."],
        RoomPhase.Draining => L["No new places are given; everyone waiting is let in."],
        RoomPhase.SoldOut => L["No seat is free. Places are kept in case seats become free again."],
        RoomPhase.Closed => L["Nobody gets a place, nobody is let in."],
    };
}
