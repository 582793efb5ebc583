using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>Reads the owner of a hold in any status.</summary>
internal sealed class HoldOwners(NpgsqlDataSource database)
{
    public async Task<HoldOwner?> FindAsync(HoldId hold, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT owner_hash FROM holds WHERE id = @hold").With("hold", hold.Value);
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] hash ? HoldOwner.FromHash(hash) : null;
    }
}
