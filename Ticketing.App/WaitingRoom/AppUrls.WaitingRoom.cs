namespace Ticketing.App.Shared;

public static partial class AppUrls
{
    public const string QueueRoot = "/queue";

    /// <summary>The waiting room of a performance.</summary>
    public static string Queue(Guid performance) => $"{QueueRoot}/{performance}";

    /// <summary>The same, with the sentence that the browser keeps no cookies.</summary>
    public static string QueueWithoutCookies(Guid performance) => Queue(performance) + "?cookies=off";

    /// <summary>The queue's page, which says that too many join from the visitor's network for a form without a proof of work.</summary>
    public static string QueueCrowded(Guid performance) => Queue(performance) + "?crowded=1";

    public static string QueueJoin(Guid performance) => $"{Queue(performance)}/join";

    public static string QueueClaim(Guid performance) => $"{Queue(performance)}/claim";

    public static string QueueLeave(Guid performance) => $"{Queue(performance)}/leave";

    /// <summary>Enters by a skip-the-line link.</summary>
    public static string QueueEnter(Guid performance) => $"{Queue(performance)}/enter";

    /// <summary>The page of a skip-the-line link.</summary>
    /// <param name="isBusy">Shows that the shop was full.</param>
    public static string QueueLink(Guid performance, string link, bool isBusy = false) => $"{Queue(performance)}/link?link={Uri.EscapeDataString(link)}{(isBusy ? "&busy=1" : "")}";

    public static string QueueStatus(Guid performance) => $"{Queue(performance)}/status";

    public static string QueuePlace(Guid performance) => $"{Queue(performance)}/place";

    public static string QueueMessage(Guid performance) => $"{Queue(performance)}/message";

    /// <summary>The page that explains and verifies the draw.</summary>
    public static string QueueDraw(Guid performance) => $"{Queue(performance)}/draw";
}
