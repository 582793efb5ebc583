using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Devices;

/// <summary>Verifies requests of devices, each by its signature.</summary>
public sealed class DeviceRequests(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    public async Task<Outcome<KnownDevice, DeviceRequestRefusal>> VerifyAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        var id = new DeviceId(request.Id);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var device = await db.Set<Device>().AsNoTracking().SingleOrDefaultAsync(found => found.Id == id, cancellationToken);
        if (device?.PublicKey is null)
        {
            return DeviceRequestRefusal.Revoked;
        }

        var text = DeviceSignature.TextOf(request.Method, request.Target, request.Body, request.Time);
        if (!DeviceSignature.IsOf(device.PublicKey, text, request.Signature))
        {
            return device.FormerKey is { } former && DeviceSignature.IsOf(former, text, request.Signature)
                ? DeviceRequestRefusal.Revoked : DeviceRequestRefusal.Signature;
        }

        if (!device.IsActiveAt(now))
        {
            await db.Set<Device>().Where(found => found.Id == id && found.WipedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(found => found.WipedAt, time.GetDatabaseNow()), cancellationToken);
            return DeviceRequestRefusal.Revoked;
        }

        // Last: only the device itself is told what the time is, and that its clock is wrong.
        if (!double.TryParse(request.Time, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
            || !(Math.Abs(now.ToUnixTimeMilliseconds() - ms) <= CheckInTimes.RequestTolerance.TotalMilliseconds))
        {
            return DeviceRequestRefusal.Clock;
        }

        return new KnownDevice(
            device.Id, device.OrganizationId, device.Name, device.PerformanceIds, device.GateIds, device.Capabilities, device.ExpiresAt);
    }
}
