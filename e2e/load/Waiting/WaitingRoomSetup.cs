using System.Text.Json;
using Npgsql;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Load.Waiting;

/// <summary>Opens and changes a performance's waiting room in the database, and reads its public status.</summary>
internal sealed class WaitingRoomSetup(NpgsqlDataSource database, Guid performance, HttpClient http)
{
    private static readonly JsonSerializerOptions AsInTheDatabase = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    public async Task OpenAsync(RoomSettings settings, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            with room as (
                insert into waiting_rooms (performance_id, organization_id, settings, seed, message_version)
                select id, organization_id, $2::jsonb, $3, 0 from performances where id = $1 returning performance_id)
            insert into waiting_room_marks (performance_id, epoch, numbers_reserved, late_reserved, serving_reserved, windows_from, tail_seen, gaps)
            select performance_id, 0, 0, 0, 0, 0, 0, '' from room
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = performance });
        command.Parameters.Add(new NpgsqlParameter { Value = Json(settings) });
        command.Parameters.Add(new NpgsqlParameter { Value = Draw.NewSeed() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ChangeAsync(RoomSettings settings, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update waiting_rooms set settings = $2::jsonb where performance_id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = performance });
        command.Parameters.Add(new NpgsqlParameter { Value = Json(settings) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<JsonElement> ReadStatusAsync(CancellationToken cancellationToken)
    {
        await using var answer = await http.GetStreamAsync(new Uri($"/queue/{performance}/status", UriKind.Relative), cancellationToken);
        using var document = await JsonDocument.ParseAsync(answer, cancellationToken: cancellationToken);
        return document.RootElement.Clone();
    }

    public async Task UntilAsync(string phase, CancellationToken cancellationToken)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); (await ReadStatusAsync(cancellationToken))
            .GetProperty("phase").GetString() != phase;)
        {
            if (clock.Elapsed > WaitTimeout)
            {
                throw new InvalidOperationException($"The room is not {phase}.");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static string Json(RoomSettings settings) => JsonSerializer.Serialize(settings, AsInTheDatabase);
}
