using Ticketing.Core.Common;

namespace Ticketing.App.Access;

/// <summary>Account ids from addresses.</summary>
internal static class AccountIds
{
    /// <summary>The id; one that no account has when <paramref name="text"/> is none.</summary>
    public static UserId Read(string? text) => Guid.TryParse(text, out var id) ? new UserId(id) : new UserId(Guid.Empty);
}
