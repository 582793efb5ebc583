namespace Ticketing.Infrastructure.Access.SignIn;

/// <summary>Names of devices for the list of an account's sessions, from the <c>User-Agent</c> header. Never used to decide anything.</summary>
internal static class DeviceNames
{
    // The first that occurs: the names of others contain those of their relatives (Edge says Chrome and Safari).
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Token, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary><c>Firefox, Windows</c>; for other clients the first word of the header; empty without one.</summary>
    public static string Of(string? userAgent)
    {
        var agent = userAgent ?? "";
        var names = new[] { Find(Browsers, agent), Find(Systems, agent) }.OfType<string>().ToArray();
        return names.Length > 0 ? string.Join(", ", names) : new string([.. agent.Split(' ', '/')[0].Where(char.IsAsciiLetterOrDigit)]);
    }

    private static string? Find((string Token, string Name)[] known, string agent) =>
        Array.Find(known, each => agent.Contains(each.Token, StringComparison.Ordinal)).Name;
}
