using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Creates a performance with a waiting room.</summary>
internal static class RoomShop
{
    /// <summary>Live from the first step, without pre-queue, with a rate that admits all within a step.</summary>
    public static RoomSettings Live { get; } = new()
    {
        Mode = RoomMode.Scheduled,
        PerMinute = RoomSettings.PerMinuteMax,
        PerMinuteMin = 1,
        Burst = 1_000,
        ActiveMax = 100,
        ClaimSeconds = 60,
        PassSeconds = 600,
    };

    public static async Task<TestSale> OpenAsync(NpgsqlDataSource database, RoomSettings settings, TestSaleTerms? terms = null)
    {
        var sale = await TestSale.CreateAsync(database, terms);
        await using var command = database.CreateCommand(
            """
            with room as (
                insert into waiting_rooms (performance_id, organization_id, settings, seed, message_version)
                select id, organization_id, $2::jsonb, $3, 0 from performances where id = $1 returning performance_id)
            insert into waiting_room_marks (performance_id, epoch, numbers_reserved, late_reserved, serving_reserved, windows_from, tail_seen, gaps)
            select performance_id, 0, 0, 0, 0, 0, 0, '' from room
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = sale.Id.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = RoomSettingsJson.Write(settings) });
        command.Parameters.Add(new NpgsqlParameter { Value = Draw.NewSeed() });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        return sale;
    }

    public static async Task SetAsync(NpgsqlDataSource database, PerformanceId performance, RoomSettings settings)
    {
        await using var command = database.CreateCommand("update waiting_rooms set settings = $2::jsonb where performance_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = performance.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = RoomSettingsJson.Write(settings) });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
