using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.CheckIn.Devices;

/// <summary>
/// Makes a phone the device of an invitation, once. The invitation's row is locked: of two phones one gets it. A repeat with the same key gets
/// the same answer, since the first answer may have been lost.
/// </summary>
public sealed class EnrolDeviceHandler(IDbContextFactory<TicketingDbContext> contexts, TimeProvider time)
{
    public async Task<Outcome<KnownDevice, EnrolRefusal>> HandleAsync(EnrolDevice command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!DeviceSignature.IsKey(command.PublicKey))
        {
            return EnrolRefusal.KeyInvalid;
        }

        var (hash, now) = (DeviceTokens.HashOf(command.Token), time.GetDatabaseNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM device_invites WHERE token_hash = {hash} FOR UPDATE", cancellationToken);
        if (await db.Set<DeviceInvite>().SingleOrDefaultAsync(found => found.TokenHash == hash, cancellationToken) is not { } invite
            || now >= invite.ExpiresAt)
        {
            return EnrolRefusal.Unknown;
        }

        var device = await db.Set<Device>().SingleAsync(found => found.Id == invite.DeviceId, cancellationToken);
        var isRepeat = invite.UsedAt is not null && device.PublicKey is { } known && known.AsSpan().SequenceEqual(command.PublicKey);
        if (!device.IsActiveAt(now) || (invite.UsedAt is not null && !isRepeat))
        {
            return EnrolRefusal.Unknown;
        }

        if (!isRepeat)
        {
            invite.UsedAt = now;
            (device.PublicKey, device.EnrolledAt, device.Health, device.LastSeenAt) = (command.PublicKey, now, null, now);
            AuditLog.Add(db, "device.enrolled", "device", device.Id.ToString(), null, new { device.Name }, Actor.System, now);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return new KnownDevice(
            device.Id, device.OrganizationId, device.Name, device.PerformanceIds, device.GateIds, device.Capabilities, device.ExpiresAt);
    }
}

/// <summary>The secrets of links that make phones devices.</summary>
internal static class DeviceTokens
{
    private const int Length = 32;

    // Not ambiguous when it is typed, and nothing to escape in a fragment: 32 of 57 characters are 186 bits.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
