using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>What is done to a room by one button.</summary>
public enum RoomAction
{
    Pause,
    Resume,
    Drain,
    Close,
    Reopen,
}

/// <summary>The buttons of a room: only those that mean something at this moment.</summary>
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
        // A room that ran by the clock has a start; one that came up by itself never had.
        RoomAction.Reopen => settings with { Mode = RoomTexts.IsSet(settings.StartsAt) ? RoomMode.Scheduled : RoomMode.Auto, Command = RoomCommand.Run },
    };

    internal static string NameOf(RoomAction action, IStringLocalizer<Texts> texts) => action switch
    {
        RoomAction.Pause => texts["Pause"],
        RoomAction.Resume => texts["Let people in"],
        RoomAction.Drain => texts["Drain"],
        RoomAction.Close => texts["Close the room"],
        RoomAction.Reopen => texts["Open it again"],
    };

    /// <summary>What is asked first; null: it is taken back as easily as it is done.</summary>
    internal static string? QuestionOf(RoomAction action, IStringLocalizer<Texts> texts) => action switch
    {
        RoomAction.Close => texts["Close the waiting room? Nobody gets in any more, and everybody who waits is told so."].Value,
        RoomAction.Drain => texts["Drain the waiting room? Nobody new gets a place; those who wait are let in."].Value,
        RoomAction.Pause or RoomAction.Resume or RoomAction.Reopen => null,
    };

    internal static string DoneOf(RoomAction action, IStringLocalizer<Texts> texts) => action switch
    {
        RoomAction.Pause => texts["Paused: nobody is let in until you go on."],
        RoomAction.Resume => texts["People are let in again."],
        RoomAction.Drain => texts["Nobody new gets a place; those who wait are let in."],
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
        RoomPhase.Off => L["It comes up by itself when many arrive at once."],
        RoomPhase.Announced => L["Visitors see a countdown to the pre-queue."],
        RoomPhase.PreQueue => L["Everybody who comes gets a lot; being early gains nothing."],
        RoomPhase.Drawing => L["The lots are being drawn."],
        RoomPhase.Live => L["People are let in by their places."],
        RoomPhase.Paused => L["Nobody is let in; everybody keeps their place."],
        RoomPhase.Draining => L["Nobody new gets a place; those who wait are let in."],
        RoomPhase.SoldOut => L["No seat is free. Places are kept in case some come back."],
        RoomPhase.Closed => L["Nobody gets a place, nobody is let in."],
    };
}
