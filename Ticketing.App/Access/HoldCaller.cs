using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.Holds;

namespace Ticketing.App.Access;

/// <summary>
/// The owner of the hold that a request refers to. API guests send the hold's secret as a bearer token, in the header
/// <c>Hold-Secret</c> (next to an account's token) or in the body; pages of the site send the buyer's cookie.
/// </summary>
internal static class HoldCaller
{
    public const string SecretHeader = "Hold-Secret";
    private const string Bearer = "Bearer ";

    /// <summary>The owner of an existing hold; null when the request carries neither secret nor cookie.</summary>
    public static HoldOwner? Find(HttpContext context, string? secret = null) =>
        (secret ?? FindSecret(context)) is { } shown && HoldOwner.IsKey(shown) ? HoldOwner.OfKey(shown)
        : BuyerKey.TryGet(context, out var key) ? HoldOwner.OfKey(key)
        : null;

    /// <summary>The owner of a new hold and the secret to return; null for a cookie, which scripts must not read.</summary>
    public static async ValueTask<(HoldOwner Owner, string? Secret, OwnerKnown Known)> FindOrCreateAsync(HttpContext context, HoldSecrets secrets)
    {
        if (FindSecret(context) is { } shown)
        {
            return (HoldOwner.OfKey(shown), shown, OwnerKnown.Before);
        }

        if (BuyerKey.TryGet(context, out var key))
        {
            return (HoldOwner.OfKey(key), null, OwnerKnown.Before);
        }

        if (context.Features.Get<RepeatableRequest>() is { } request)
        {
            var derived = await secrets.OfAsync(request, context.RequestAborted);
            return (HoldOwner.OfKey(derived), derived, OwnerKnown.ByRepeats);
        }

        var made = HoldOwner.NewKey();
        return (HoldOwner.OfKey(made), made, OwnerKnown.Never);
    }

    private static string? FindSecret(HttpContext context)
    {
        if (context.Request.Headers[SecretHeader].ToString() is var secret && HoldOwner.IsKey(secret))
        {
            return secret;
        }

        var authorization = context.Request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && authorization[Bearer.Length..].Trim() is var token && HoldOwner.IsKey(token)
                ? token
                : null;
    }
}

/// <summary>Since when the client has had the key of a new hold's owner.</summary>
internal enum OwnerKnown
{
    /// <summary>Since an earlier request: it may have holds.</summary>
    Before,

    /// <summary>Derived from the request's idempotency key: only repeats of this request have it.</summary>
    ByRepeats,

    /// <summary>Made for this request.</summary>
    Never,
}
