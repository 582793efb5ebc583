using Ticketing.App.Shared;

namespace Ticketing.App.Access;

/// <summary>Return addresses from requests.</summary>
internal static class ReturnUrls
{
    private const int LengthMax = 2000;

    /// <summary><paramref name="url"/> when it is a path of this site other than the home page, else null.</summary>
    public static string? Local(string? url) =>
        url is { Length: <= LengthMax } and not AppUrls.Home && AppUrls.Local(url) == url ? url : null;

    /// <summary>Where a sign-in leads: where it came from, else to work, else to the account.</summary>
    /// <param name="worksHere">As in <see cref="Core.Access.SignedIn"/>.</param>
    public static string AfterSignIn(string? back, bool worksHere) => back ?? (worksHere ? AppUrls.Admin : AppUrls.Account);
}
