using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Access;

internal static class SignedInRequest
{
    /// <summary>The account of a request that has passed authorization.</summary>
    public static UserId SignedInUser(this HttpContext http) =>
        AccountClaims.User(http.User) ?? throw new InvalidOperationException("This page needs [Authorize].");
}
