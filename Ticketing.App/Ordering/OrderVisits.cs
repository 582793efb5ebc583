using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;

namespace Ticketing.App.Ordering;

/// <summary>Reads the credentials for orders from a request: account, token, buyer's cookie.</summary>
public static class OrderVisits
{
    private const string Bearer = "Bearer ";

    /// <param name="linkToken">The token in the mail's link, if any.</param>
    public static async ValueTask<OrderVisitor> OfAsync(HttpContext context, string? linkToken = null)
    {
        var caller = await context.RequestServices.GetRequiredService<CurrentActor>().ReadAsync(context.RequestAborted);
        var owner = BuyerKey.TryGet(context, out var key) ? HoldOwner.OfKey(key) : null;
        return new OrderVisitor(caller, linkToken ?? BearerToken(context.Request), owner);
    }

    /// <summary>The bearer token of the request: an order's token or a hold's secret, unless it is an account's.</summary>
    public static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? header[Bearer.Length..].Trim()
            : null;
}
