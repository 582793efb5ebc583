using Ticketing.Core.Common;

namespace Ticketing.App.Access;

/// <summary>Account ids from query strings.</summary>
internal static class AccountIds
{
    /// <summary>The id; an empty id, which no account has, when <paramref name="text"/> is no id.</summary>
    public static UserId Read(string? text) => Guid.TryParse(text, out var id) ? new UserId(id) : new UserId(Guid.Empty);
}
