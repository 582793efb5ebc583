using System.Data;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>Counts an organization's paid orders by properties of their buyers, in the caller's connection.</summary>
internal static class BuyerCounts
{
    private static readonly SqlScript Read = SqlScript.Load("buyer-counts.sql");

    public static async Task<IReadOnlyList<BuyerCount>> ReadAsync(
        NpgsqlConnection connection, OrganizationId organization, Guid[] performances, CancellationToken cancellationToken)
    {
        var counts = new List<BuyerCount>();
        await using var command = Read.On(connection).With("organization", organization.Value).With("performances", performances)
            .With("seats_max", BuyerGroups.SeatsMax);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new BuyerCount(
                reader.GetString("locale"), reader.GetInt32("seats"), reader.GetBoolean("is_returning"), reader.GetInt64("orders")));
        }

        return counts;
    }
}
