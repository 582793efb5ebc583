using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Compiled;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Tests.Inventory;

/// <summary>Options of a test's performance.</summary>
public sealed record TestSaleTerms
{
    public int Rows { get; init; } = 4;

    public int SeatsPerRow { get; init; } = 4;

    /// <summary>Places of the area "Floor"; 0 for none.</summary>
    public int FloorPlaces { get; init; }

    public string Status { get; init; } = "scheduled";

    public string EventStatus { get; init; } = "published";

    public DateTimeOffset OnSaleAt { get; init; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset OffSaleAt { get; init; } = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int SeatsPerOrderMax { get; init; } = 10;

    public int HoldSeconds { get; init; } = 600;

    public bool NoSingleSeats { get; init; }

    /// <summary>Seats cost nothing.</summary>
    public bool Free { get; init; }

    public IReadOnlyList<SeatOverride> Overrides { get; init; } = [];
}

/// <summary>A performance on sale: section "Stalls" of rows A, B, … with seats 1, 2, …, price 45.00 EUR and fee 1.50; "Floor" at 30.00 and 1.00.</summary>
public sealed class TestSale
{
    public const long StallsPrice = 4500;
    public const long StallsFee = 150;
    public const long FloorPrice = 3000;

    private TestSale(PerformanceId id, CompiledPlan plan) => (Id, Plan) = (id, plan);

    public PerformanceId Id { get; }

    public CompiledPlan Plan { get; }

    public string Label(int index) => Plan.LabelOf(new SeatIndex(index));

    public static async Task<TestSale> CreateAsync(NpgsqlDataSource database, TestSaleTerms? terms = null)
    {
        terms ??= new TestSaleTerms();
        var compilation = PlanCompiler.Compile(Draw(terms));
        Assert.Empty(compilation.Problems);
        var sale = new TestSale(PerformanceId.New(), compilation.Plan!);
        await sale.InsertAsync(database, terms);
        return sale;
    }

    private static PlanDocument Draw(TestSaleTerms terms)
    {
        var objects = new List<PlanObject>
        {
            new StageObject { Id = "stage", Text = "Stage", Points = Rectangle(-400, -600, 400, -300) },
            new BlockObject
            {
                Id = "stalls", Section = "stalls", Category = "stalls", Rows = terms.Rows, Seats = terms.SeatsPerRow, Overrides = terms.Overrides,
            },
        };
        var sections = new List<PlanSection> { new("stalls", "Stalls") };
        var categories = new List<PlanCategory> { new("stalls", "Stalls", "#5b8def") };
        if (terms.FloorPlaces > 0)
        {
            objects.Add(new AreaObject
            {
                Id = "floor",
                Section = "floor",
                Category = "floor",
                Capacity = terms.FloorPlaces,
                Points = Rectangle(-20000, -9000, -15000, -4000),
            });
            sections.Add(new PlanSection("floor", "Floor"));
            categories.Add(new PlanCategory("floor", "Floor", "#e0732c"));
        }

        return new PlanDocument { Name = "Test", Categories = categories, Sections = sections, Objects = objects };
    }

    private static PlanPoint[] Rectangle(double left, double top, double right, double bottom) =>
        [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];

    private async Task InsertAsync(NpgsqlDataSource database, TestSaleTerms terms)
    {
        var (organization, venue, document, show) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var name = show.ToString("N");
        await using var connection = await database.OpenConnectionAsync();
        await RunAsync(connection, "insert into organizations values ($1, 'Test', $2, 'box@test.example', true, 48, false)", organization, name);
        await RunAsync(
            connection, "insert into venues values ($1, $2, 'Hall', $3, 'Street 1', '10115', 'Berlin', 'DE', 52.5, 13.4, 'Europe/Berlin')",
            venue, organization, name);
        await RunAsync(connection, "insert into seating_plans values ($1, $2, $3, 'Plan')", document, organization, venue);
        await RunAsync(connection, "insert into seating_plan_versions values ($1, 1, '{}', now())", document);
        await RunAsync(
            connection, "insert into compiled_plans values ($1, $2, 1, $3, $4, '', now()) on conflict (id) do nothing",
            Plan.Id, document, Plan.PlaceCount, Plan.ToBytes());
        await RunAsync(
            connection, "insert into events values ($1, $2, $3, 'Show', 'concert', '', '', 1, $4, now())", show, organization, name, terms.EventStatus);
        await using var performance = new NpgsqlCommand(
            """
            INSERT INTO performances (id, event_id, venue_id, organization_id, compiled_plan_id, starts_at, doors_at, ends_at, on_sale_at, off_sale_at,
              status, currency, seat_count, seats_per_order_max, seats_per_buyer_max, hold_seconds, no_single_seats, attendee_names)
            VALUES (@id, @show, @venue, @organization, @plan, @end, @end, @end, @on_sale, @end, @status, 'EUR', @seats, @max, 1000, @seconds, @strict, false)
            """,
            connection);
        performance
            .With("id", Id.Value).With("show", show).With("venue", venue).With("organization", organization).With("plan", Plan.Id)
            .With("end", terms.OffSaleAt).With("on_sale", terms.OnSaleAt).With("status", terms.Status).With("seats", Plan.PlaceCount)
            .With("max", terms.SeatsPerOrderMax).With("seconds", terms.HoldSeconds).With("strict", terms.NoSingleSeats);
        await performance.ExecuteNonQueryAsync();
        await RunAsync(
            connection, "insert into price_tiers values ($1, $2, 0, 'Standard', 'stalls', '#5b8def', $3, $4, 1900, 'EUR')",
            Guid.NewGuid(), Id.Value, terms.Free ? 0 : StallsPrice, terms.Free ? 0 : StallsFee);
        await RunAsync(
            connection, "insert into price_tiers values ($1, $2, 1, 'Standing', 'floor', '#e0732c', $3, 100, 1900, 'EUR')",
            Guid.NewGuid(), Id.Value, FloorPrice);
        await RunAsync(
            connection, "insert into seats (performance_id, seat_index, status, fence) select $1, i, 0, 0 from generate_series(0, $2 - 1) i",
            Id.Value, Plan.PlaceCount);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await command.ExecuteNonQueryAsync();
    }
}
