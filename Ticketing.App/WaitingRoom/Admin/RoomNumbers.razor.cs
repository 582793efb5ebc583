using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>A room's current numbers.</summary>
public sealed partial class RoomNumbers
{
    /// <summary>Null while the room is starting.</summary>
    [Parameter, EditorRequired]
    public required RoomView? View { get; set; }

    [Parameter, EditorRequired]
    public required RoomSettings Settings { get; set; }

    /// <summary>The latest sample, which has baskets and sales; a few seconds old.</summary>
    [Parameter, EditorRequired]
    public required RoomSample? Last { get; set; }

    [Parameter, EditorRequired]
    public required RoomWaits? Waits { get; set; }

    private IEnumerable<(string Name, string Value, string Detail)> Numbers(RoomView view)
    {
        var state = view.State;
        yield return (L["Arrived"], Text(view.Arrived), L["places given"]);
        yield return (L["Waiting"], Text(state?.Waiting), L["not called yet"]);
        yield return (L["Let in"], Text(state?.Admitted), L["passes issued"]);
        yield return (L["In the shop"], Text(state?.Active), L["of at most {0:N0}; {1:N0} called but not in yet", Settings.ActiveMax, state?.Unclaimed ?? 0]);
        yield return (L["People per minute"], state is null ? "–" : Text((long)Math.Round(state.PerMinute)), L["set to {0:N0}", Settings.PerMinute]);
        yield return (L["In baskets"], Text(Last?.Held), L["seats held"]);
        yield return (L["Sold"], Text(Last?.Sold), view.FreeSeats is { } free ? L["{0:N0} seats free", free] : "");
        yield return (L["No-shows"], Text(state?.NoShows), L["called, but did not come in time"]);
        var hasWaits = Waits is { People: > 0 };
        yield return (L["Wait, half of the people"], hasWaits ? RoomTexts.Length(Waits!.Median, L) : "–", L["or less, from joining to coming in; last 10 minutes"]);
        yield return (L["Wait, 9 of 10 people"], hasWaits ? RoomTexts.Length(Waits!.Ninetieth, L) : "–", hasWaits ? L["or less, of {0:N0} who came in", Waits!.People] : "");
    }

    private static string Text(long? number) => number?.ToString("N0", CultureInfo.CurrentCulture) ?? "–";
}
