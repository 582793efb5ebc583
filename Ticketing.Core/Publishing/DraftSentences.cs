namespace Ticketing.Core.Publishing;

/// <summary>Stand-in.</summary>
public static class DraftSentences
{
    public const string StoppedIncomplete = "It was not published at the set time, because something is missing or wrong.";
    public const string StoppedNotApproved = "It was not published at the set time, because the organization is not approved.";
    public const string StoppedLimit = "It was not published at the set time, because the plan allows no more events or dates.";
    public const string StoppedRight = "It was not published at the set time, because the member who set it may not publish any more.";
}
