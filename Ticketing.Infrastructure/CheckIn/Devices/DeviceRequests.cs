using System.Data;
using System.Globalization;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.CheckIn.Devices;

/// <summary>Verifies requests of devices, each by its signature.</summary>
public sealed class DeviceRequests(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly SqlScript Find = SqlScript.Of(
        """
        SELECT organization_id, name, performance_ids, gate_ids, capabilities, public_key, former_key, expires_at, revoked_at
        FROM devices
        WHERE id = @id AND public_key IS NOT NULL
        """);

    private static readonly SqlScript Wipe = SqlScript.Of("UPDATE devices SET wiped_at = @now WHERE id = @id AND wiped_at IS NULL");

    public async Task<Outcome<KnownDevice, DeviceRequestRefusal>> VerifyAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        var id = new DeviceId(request.Id);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(connection, id, cancellationToken) is not { } found)
        {
            return DeviceRequestRefusal.Revoked;
        }

        var (device, publicKey, formerKey, isRevoked) = found;
        var text = DeviceSignature.TextOf(request.Method, request.Target, request.Body, request.Time);
        if (!DeviceSignature.IsOf(publicKey, text, request.Signature))
        {
            return formerKey is not null && DeviceSignature.IsOf(formerKey, text, request.Signature)
                ? DeviceRequestRefusal.Revoked : DeviceRequestRefusal.Signature;
        }

        if (isRevoked || now >= device.ExpiresAt)
        {
            await using var wipe = Wipe.On(connection).With("id", id.Value).With("now", time.GetDatabaseNow());
            await wipe.ExecuteNonQueryAsync(cancellationToken);
            return DeviceRequestRefusal.Revoked;
        }

        // Last: only the device itself is told what the time is, and that its clock is wrong.
        if (!double.TryParse(request.Time, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
            || !(Math.Abs(now.ToUnixTimeMilliseconds() - ms) <= CheckInTimes.RequestTolerance.TotalMilliseconds))
        {
            return DeviceRequestRefusal.Clock;
        }

        return device;
    }

    private static async Task<(KnownDevice Device, byte[] PublicKey, byte[]? FormerKey, bool IsRevoked)?> FindAsync(
        NpgsqlConnection connection, DeviceId id, CancellationToken cancellationToken)
    {
        await using var command = Find.On(connection).With("id", id.Value);
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? FoundOf(reader, id) : null;
    }

    private static (KnownDevice Device, byte[] PublicKey, byte[]? FormerKey, bool IsRevoked) FoundOf(NpgsqlDataReader reader, DeviceId id)
    {
        var device = new KnownDevice(
            id, new OrganizationId(reader.GetGuid("organization_id")), reader.GetString("name"), reader.GetFieldValue<Guid[]>("performance_ids"),
            reader.GetFieldValue<Guid[]>("gate_ids"), reader.GetFieldValue<string[]>("capabilities"),
            reader.GetFieldValue<DateTimeOffset>("expires_at"));
        return (
            device, reader.GetFieldValue<byte[]>("public_key"), reader.IsDBNull("former_key") ? null : reader.GetFieldValue<byte[]>("former_key"),
            !reader.IsDBNull("revoked_at"));
    }
}
