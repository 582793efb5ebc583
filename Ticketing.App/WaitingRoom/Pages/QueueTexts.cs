using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Pages;

/// <summary>Heading and text of the queue page in a phase.</summary>
internal sealed record QueueWords(string Title, string Text);

/// <summary>Texts of the queue page; the script gets all of them in the visitor's language.</summary>
internal static class QueueTexts
{
    /// <param name="isIn">Whether the visitor has a place.</param>
    public static QueueWords Of(RoomPhase phase, bool isIn, IStringLocalizer<Texts> L) => phase switch
    {
        RoomPhase.Off => new(L["There is no queue."], L["You can go straight to the seats."]),
        RoomPhase.Announced => new(L["The waiting room has not opened yet."], L["Everyone who comes before the sale starts takes part in the draw. Being early is no advantage: come at any time."]),
        RoomPhase.PreQueue when isIn => new(
            L["You are in. You take part in the draw."], L["When the sale starts, the places in the queue are drawn among everyone here. You can close this page and come back: you stay in the draw."]),
        RoomPhase.PreQueue => new(L["The waiting room is open."], L["Take part: the places in the queue are drawn when the sale starts. It does not matter how early you come."]),
        RoomPhase.Drawing => new(L["The draw is being held."], L["You will see your place in a moment."]),
        RoomPhase.Live or RoomPhase.Draining when isIn => new(
            L["You are in the queue."], L["When it is your turn, this page takes you to the seats. You can close it and come back: your place is kept."]),
        RoomPhase.Live => new(L["Many people want seats at the moment."], L["Take a place in the queue: first come, first served."]),
        RoomPhase.Draining => new(L["The queue no longer takes new visitors."], L["Everyone already waiting is still let in. Come back a little later: you may not have to wait at all."]),
        RoomPhase.Paused => new(L["The queue is paused for a moment."], L["Nobody is let in right now, and everyone keeps their place. It continues automatically."]),
        RoomPhase.SoldOut => new(
            L["All seats are taken."], L["They are sold or in other people's baskets. If some become free again, the queue continues: your place is kept for as long as you want to wait."]),
        RoomPhase.Closed => new(L["The queue is closed."], L["Nobody is let in any more. Thank you for waiting."]),
    };

    /// <summary>Why a link does not let its visitor in.</summary>
    public static string Of(LinkRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        LinkRefusal.Unknown => L["There is no such link for this performance. Check that you copied the whole address."],
        LinkRefusal.Revoked => L["The organizer has revoked this link. You can still join the queue."],
        LinkRefusal.Expired => L["This link has expired. You can still join the queue."],
        LinkRefusal.Spent => L["This link has been used up. You can still join the queue."],
        LinkRefusal.Taken => L["This link is for one person and has already been used on another device or account."],
        LinkRefusal.Closed => L["The waiting room is closed: nobody is let in."],
        LinkRefusal.NoRoom => L["There is no queue."],
        LinkRefusal.Busy => L["The shop is full at the moment: try again in a minute."],
    };

    /// <summary>All texts for the script: by phase, with the suffix <c>-in</c> for visitors with a place.</summary>
    public static Dictionary<string, object> All(IStringLocalizer<Texts> L)
    {
        var words = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var phase in Enum.GetValues<RoomPhase>())
        {
            words[phase.ToWord()] = Of(phase, isIn: false, L);
            words[phase.ToWord() + "-in"] = Of(phase, isIn: true, L);
        }

        foreach (var (name, text) in Singles(L))
        {
            words[name] = text;
        }

        return words;
    }

    private static IEnumerable<(string Name, string Text)> Singles(IStringLocalizer<Texts> L) =>
    [
        ("between", L["between {0} and {1}"]),
        ("about", L["about {0}"]),
        ("atMost", L["at most {0}"]),
        ("under", L["less than a minute"]),
        ("minute", L["1 minute"]),
        ("minutes", L["{0} minutes"]),
        ("hours", L["{0} hours"]),
        ("day", L["a day or more"]),
        ("unknown", L["not known yet"]),
        ("place", L["You are number {0}."]),
        ("ahead", L["{0} people are ahead of you."]),
        ("aheadOne", L["One person is ahead of you."]),
        ("next", L["You are next."]),
        ("turn", L["It is your turn!"]),
        ("turnText", L["This page takes you to the seats in a few seconds."]),
        ("late", L["Your turn has passed."]),
        ("lateText", L["You were called but did not come in time. You can join the end of the queue again."]),
        ("lost", L["Your browser has lost your place."]),
        ("lostText", L["Its cookies were deleted or blocked. Allow cookies for this site and join the queue again."]),
        ("cookies", L["Your browser does not accept cookies, so it cannot keep a place. Allow cookies for this site and join again."]),
        ("offline", L["You are offline. Your place is kept; this page continues when you are back online."]),
        ("away", L["The queue is not responding at the moment. Your place is kept; this page retries automatically."]),
        ("busy", L["Many people are joining right now. Trying again …"]),
        ("proving", L["Just a moment: your device is proving that it is not a bot …"]),
        ("notify", L["It is your turn: {0}"]),
        ("signalsOn", L["You get a sound and a notification when it is your turn."]),
        ("signalsBlocked", L["Your browser does not allow notifications. You will hear a sound."]),
        ("startsIn", L["The sale starts in {0}"]),
        ("opensIn", L["The waiting room opens in {0}"]),
    ];
}
