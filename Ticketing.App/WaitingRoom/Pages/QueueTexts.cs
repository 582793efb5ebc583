using Microsoft.Extensions.Localization;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Pages;

/// <summary>What the page says in each phase: rendered by the server, and told to its script.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Text">What happens, and what happens next.</param>
internal sealed record QueueWords(string Title, string Text);

/// <summary>The words of the queue page. The script gets all of them, in the visitor's language.</summary>
internal static class QueueTexts
{
    /// <param name="isIn">Whether the visitor has a place.</param>
    public static QueueWords Of(RoomPhase phase, bool isIn, IStringLocalizer<Texts> L) => phase switch
    {
        RoomPhase.Off => new(L["There is no queue."], L["You can go straight to the seats."]),
        RoomPhase.Announced => new(L["The waiting room has not opened yet."], L["When it opens, everybody who is there gets a lot. Being early gains nothing: come at any time before the sale starts."]),
        RoomPhase.PreQueue when isIn => new(
            L["You are in. Your lot takes part in the draw."], L["When the sale starts, the order is drawn among everybody who is here by then. You can close this page and come back: your lot is kept."]),
        RoomPhase.PreQueue => new(L["The waiting room is open."], L["Take part, and the order is drawn when the sale starts. It does not matter when you come before that."]),
        RoomPhase.Drawing => new(L["The order is being drawn."], L["In a moment you see your place."]),
        RoomPhase.Live or RoomPhase.Draining when isIn => new(
            L["You are in the queue."], L["When it is your turn, this page takes you to the seats. You can close it and come back: your place is kept."]),
        RoomPhase.Live => new(L["Many people want seats at the moment."], L["Take a place in the queue: first come, first served."]),
        RoomPhase.Draining => new(L["The queue takes nobody new."], L["Those who wait are still let in. Come back a little later: then you may not need to wait at all."]),
        RoomPhase.Paused => new(L["The queue stands still for a moment."], L["Nobody is let in just now, and everybody keeps their place. It goes on by itself."]),
        RoomPhase.SoldOut => new(
            L["All seats are taken."], L["They are sold or in other people's baskets. If some come back, the queue goes on: your place is kept as long as you like to wait."]),
        RoomPhase.Closed => new(L["The queue is closed."], L["Nobody is let in any more. Thank you for waiting."]),
    };

    /// <summary>Why a link does not let its visitor in.</summary>
    public static string Of(LinkRefusal refusal, IStringLocalizer<Texts> L) => refusal switch
    {
        LinkRefusal.Unknown => L["There is no such link for this performance. Check that you have all of its address."],
        LinkRefusal.Revoked => L["The organizer has taken this link back. You may line up like everybody."],
        LinkRefusal.Over => L["The time of this link is over. You may line up like everybody."],
        LinkRefusal.Spent => L["This link has been used as often as it may be. You may line up like everybody."],
        LinkRefusal.Taken => L["This link is for one person, and somebody has used it on another device or account."],
        LinkRefusal.Closed => L["The waiting room is closed: nobody comes in."],
        LinkRefusal.NoRoom => L["There is no queue."],
        LinkRefusal.Busy => L["The shop is full at the moment: try again in a minute."],
    };

    /// <summary>All words for the script: by phase, and <c>…-in</c> for those who have a place.</summary>
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
        ("lateText", L["You were called and did not come in time. You can take a new place at the end of the queue."]),
        ("offline", L["You are offline. Your place is kept; this page goes on when you are back."]),
        ("away", L["The queue does not answer at the moment. Your place is kept; this page tries again by itself."]),
        ("busy", L["Very many come at this moment. Trying again …"]),
        ("proving", L["Just a moment: your device shows that it is not one of a thousand …"]),
        ("notify", L["It is your turn: {0}"]),
        ("signalsOn", L["You get a sound and a notification when it is your turn."]),
        ("signalsBlocked", L["Your browser does not allow notifications. A sound will tell you."]),
        ("startsIn", L["The sale starts in {0}"]),
        ("opensIn", L["The waiting room opens in {0}"]),
    ];
}
