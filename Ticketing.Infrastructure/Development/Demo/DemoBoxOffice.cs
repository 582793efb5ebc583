using Npgsql;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>A partner's allotment of the first organization's next play, and a shift of its box office that was closed yesterday.</summary>
internal static class DemoBoxOffice
{
    private const int SeatsMax = 12;
    private const long OpeningFloat = 20_000;
    private const long Missing = 50;

    // Free seats at the back: those at the front are the first to be sold.
    private const string AllotSql = """
        UPDATE seats s SET status = 3, allotment_id = @allotment, fence = s.fence + 1
        FROM (
          SELECT performance_id, seat_index FROM seats WHERE performance_id = @performance AND status = 0 ORDER BY seat_index DESC LIMIT @max
        ) f
        WHERE s.performance_id = f.performance_id AND s.seat_index = f.seat_index
        """;

    /// <summary>The date with the allotment.</summary>
    private static Performance DateOf(DemoShop shop, DateTimeOffset now) => shop.Performances
        .Where(entry => entry.Performance.StartsAt > now.AddDays(2) && entry.Performance.OrganizationId == shop.Organizations[0].Id
            && entry is { Performance.Status: PerformanceStatus.Scheduled, Event.State: DemoState.None, Plan.PlaceCount: < 1_000 })
        .MinBy(entry => entry.Performance.StartsAt)!.Performance;

    public static IEnumerable<object> All(DemoShop shop, UserId clerk, DateTimeOffset now)
    {
        var date = DateOf(shop, now);
        yield return new Allotment
        {
            Id = new AllotmentId(Guid.CreateVersion7(now)),
            OrganizationId = date.OrganizationId,
            PerformanceId = date.Id,
            Name = "Radio Landwehr",
            Kind = AllotmentKind.Partner,
            Color = "#e0732c",
            ReleaseAt = date.StartsAt.AddHours(-3),
            CreatedAt = now.AddDays(-10),
        };
        var shift = new BoxOfficeShift
        {
            Id = new ShiftId(Guid.CreateVersion7(now)),
            OrganizationId = date.OrganizationId,
            MemberId = clerk,
            MemberName = "Sami Lehtinen",
            Currency = date.Currency,
            OpeningFloat = OpeningFloat,
            OpenedAt = now.AddHours(-27),
        };
        shift.Close(OpeningFloat - Missing, OpeningFloat, "A coin rolled under the counter.", now.AddHours(-22));
        yield return shift;
    }

    /// <summary>Blocks the allotment's seats, once they are written.</summary>
    public static async Task AllotAsync(NpgsqlDataSource database, DemoShop shop, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var date = DateOf(shop, now);
        await using var find = database.CreateCommand("SELECT id FROM allotments WHERE performance_id = @performance");
        var allotment = (Guid)(await find.With("performance", date.Id.Value).ExecuteScalarAsync(cancellationToken))!;
        await using var allot = database.CreateCommand(AllotSql);
        await allot.With("allotment", allotment).With("performance", date.Id.Value).With("max", SeatsMax).ExecuteNonQueryAsync(cancellationToken);
    }
}
