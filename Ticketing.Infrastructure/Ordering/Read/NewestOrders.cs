using System.Data;
using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>
/// Reads an organization's newest paid orders with their buyers' names, in the caller's connection. Who reads them decides who sees names.
/// </summary>
internal static class NewestOrders
{
    private static readonly SqlScript Read = SqlScript.Load("newest-orders.sql");

    public static async Task<IReadOnlyList<NewestOrder>> ReadAsync(
        NpgsqlConnection connection, OrganizationId organization, int max, CancellationToken cancellationToken)
    {
        var orders = new List<NewestOrder>(max);
        await using var command = Read.On(connection).With("organization", organization.Value).With("max", max);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            orders.Add(OrderOf(reader));
        }

        return orders;
    }

    private static NewestOrder OrderOf(NpgsqlDataReader reader)
    {
        var (zone, currency) = (reader.GetString("time_zone"), reader.GetString("currency"));
        return new NewestOrder(
            reader.GetString("number"), EnumWords.FromWord<OrderStatus>(reader.GetString("status")), reader.GetString("name"),
            reader.GetString("event_title"), VenueTime.At(reader.GetFieldValue<DateTimeOffset>("starts_at"), zone), zone,
            reader.GetInt32("seats"), new Money(reader.GetInt64("total"), currency), new Money(reader.GetInt64("refunded"), currency),
            reader.GetFieldValue<DateTimeOffset>("paid_at"));
    }
}
