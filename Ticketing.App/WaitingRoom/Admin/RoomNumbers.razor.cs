using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>A room's numbers at this moment.</summary>
public sealed partial class RoomNumbers
{
    /// <summary>Null: it is coming up.</summary>
    [Parameter, EditorRequired]
    public required RoomView? View { get; set; }

    [Parameter, EditorRequired]
    public required RoomSettings Settings { get; set; }

    /// <summary>The newest sample: baskets and sales stand in it, a few seconds old.</summary>
    [Parameter, EditorRequired]
    public required RoomSample? Last { get; set; }

    [Parameter, EditorRequired]
    public required RoomWaits? Waits { get; set; }

    private IEnumerable<(string Name, string Value, string Detail)> Numbers(RoomView view)
    {
        var state = view.State;
        yield return (L["Arrived"], Text(view.Arrived), L["places given"]);
        yield return (L["Waiting"], Text(state?.Waiting), L["not called yet"]);
        yield return (L["Let in"], Text(state?.Admitted), L["passes given"]);
        yield return (L["In the shop"], Text(state?.Active), L["of at most {0:N0}; {1:N0} called and on their way", Settings.ActiveMax, state?.Unclaimed ?? 0]);
        yield return (L["People a minute"], state is null ? "–" : Text((long)Math.Round(state.PerMinute)), L["set to {0:N0}", Settings.PerMinute]);
        yield return (L["In baskets"], Text(Last?.Held), L["seats held"]);
        yield return (L["Sold"], Text(Last?.Sold), view.FreeSeats is { } free ? L["{0:N0} seats free", free] : "");
        yield return (L["Never came"], Text(state?.NoShows), L["called in, too late"]);
        var hasWaits = Waits is { People: > 0 };
        yield return (L["Wait, half of people"], hasWaits ? RoomTexts.Length(Waits!.Median, L) : "–", L["or less, from joining to coming in; last 10 minutes"]);
        yield return (L["Wait, 9 of 10 people"], hasWaits ? RoomTexts.Length(Waits!.Ninetieth, L) : "–", hasWaits ? L["or less, of {0:N0} who came in", Waits!.People] : "");
    }

    private static string Text(long? number) => number?.ToString("N0", CultureInfo.CurrentCulture) ?? "–";
}
