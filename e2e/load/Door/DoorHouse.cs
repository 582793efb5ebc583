using System.Globalization;
using System.Security.Cryptography;
using Npgsql;
using Ticketing.Core.CheckIn;
using Ticketing.Load.Report;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Door;

/// <summary>A sold-out house this evening, with gates and devices, written into the tables as sales and the desk would write them.</summary>
internal sealed class DoorHouse : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(10) };

    private DoorHouse(Guid performance, IReadOnlyList<string> tickets) => (Performance, Tickets) = (performance, tickets);

    public Guid Performance { get; }

    /// <summary>Refs as devices send them, in random order.</summary>
    public IReadOnlyList<string> Tickets { get; }

    public IReadOnlyList<DoorDevice> Devices { get; private set; } = [];

    /// <param name="devices">One at each gate in turn; the last one searches by name, the others read codes.</param>
    public static async Task<DoorHouse> OpenAsync(LoadStack stack, int seats, int gates, int devices, CancellationToken stop)
    {
        var season = await Season.OpenAsync(stack.Database, new Hall(seats), 1, blockedPercent: 0, stop);
        var performance = season.Performances[0];
        var keys = Enumerable.Range(0, devices).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToList();
        var (gateIds, deviceIds) = (Ids(gates), Ids(devices));
        await using (var fill = stack.Database.CreateCommand(SqlFile.Read("door.sql")))
        {
            fill.Parameters.AddWithValue("performance", performance);
            fill.Parameters.AddWithValue("gates", gateIds);
            fill.Parameters.AddWithValue("devices", deviceIds);
            fill.Parameters.AddWithValue("keys", keys.Select(key => key.ExportSubjectPublicKeyInfo()).ToArray());
            await fill.ExecuteNonQueryAsync(stop);
        }

        List<string> tickets = [];
        await using (var read = stack.Database.CreateCommand("select ref from door_tickets where performance_id = $1 order by md5(ref::text)"))
        {
            read.Parameters.Add(new NpgsqlParameter { Value = performance });
            await using var rows = await read.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                tickets.Add(TicketRef.FromStored(rows.GetInt64(0)).ToString());
            }
        }

        var house = new DoorHouse(performance, tickets);
        var address = new Uri($"http://{stack.App.Address}");
        house.Devices = [.. deviceIds.Select((id, number) => new DoorDevice(house._http, address, id, performance, gateIds[number % gates], keys[number]))];
        return house;
    }

    /// <summary>Compares what was stored and counted with what was scanned.</summary>
    public async Task<Figures> CheckAsync(NpgsqlDataSource database, DoorTruth truth, CancellationToken stop)
    {
        await using var command = database.CreateCommand(SqlFile.Read("door-checks.sql"));
        command.Parameters.AddWithValue("performance", Performance);
        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return new Figures()
            .AddFault("scansMissing", truth.Scans - row.GetInt64(row.GetOrdinal("scans")))
            .AddFault("enteredWrong", truth.Entered - row.GetInt64(row.GetOrdinal("entered")))
            .AddFault("leftWrong", truth.Left - row.GetInt64(row.GetOrdinal("left_house")))
            .AddFault("insideWrong", truth.Entered - truth.Left - row.GetInt64(row.GetOrdinal("inside")))
            .AddFault("headsWrong", truth.Entered - truth.Left - row.GetInt64(row.GetOrdinal("heads")))
            .AddFault("duplicatesWrong", truth.Duplicated - row.GetInt64(row.GetOrdinal("duplicates")))
            .AddFault("changesWithoutNumber", row.GetInt64(row.GetOrdinal("seq")) - row.GetInt64(row.GetOrdinal("changes")));
    }

    public void Dispose()
    {
        foreach (var device in Devices)
        {
            device.Dispose();
        }

        _http.Dispose();
    }

    public static string Describe(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB");

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
