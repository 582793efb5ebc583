using Ticketing.App.Access;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Access.SignIn;

namespace Ticketing.App.Inventory.Api;

/// <summary>The origin of an HTTP request for seats.</summary>
internal static class HoldOrigins
{
    /// <summary>Header with the answer to a proof of work.</summary>
    public const string ProofHeader = "Seat-Proof";

    public static async ValueTask<HoldOrigin> OfAsync(HttpContext context, AdmissionGuard guard, PerformanceId performance, OwnerKnown known) =>
        new(ClientNetwork.Of(context.Connection.RemoteIpAddress), AccountClaims.User(context.User))
        {
            DeviceIsNew = known != OwnerKnown.Before,
            Pass = (await guard.AdmitAsync(context, performance))?.Pass,
            Proof = context.Request.Headers[ProofHeader].ToString() is { Length: > 0 } proof ? proof : null,
        };
}
