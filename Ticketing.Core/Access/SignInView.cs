namespace Ticketing.Core.Access;

/// <summary>A session of an account, as its owner sees it.</summary>
/// <param name="Id">Names the session to its owner; does not sign in.</param>
/// <param name="Device">The browser and system, or what else the client called itself; may be empty.</param>
/// <param name="Network">The address that the session was last used from.</param>
/// <param name="SeenAt">Of the last request, to a few minutes.</param>
/// <param name="IsCurrent">Whether it is the session of this request.</param>
public sealed record SignInView(
    string Id, string Device, string Network, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, bool IsCurrent);
