using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.CheckIn.Doors;
using Ticketing.Infrastructure.CheckIn.Sync;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Tickets;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>Creates the demo shop, once, on the first start with an empty database.</summary>
public sealed class DemoData(
    IDbContextFactory<TicketingDbContext> contexts, NpgsqlDataSource database, IServiceScopeFactory scopes, TicketIssuer issuer,
    ImportedPayments payments, DoorOpening doors, ScanIntake scans, TimeProvider time)
{
    public static IReadOnlyList<DemoAccount> Accounts => DemoPeople.Accounts;

    /// <summary>
    /// Fills a migrated, empty database. Called by one instance at a time; the caller truncates the tables after an interrupted call.
    /// </summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Dictionary<string, UserId> people;
        await using (var scope = scopes.CreateAsyncScope())
        {
            people = await DemoPeople.CreateAsync(scope.ServiceProvider, now);
        }

        var shop = new DemoShop(now);
        await SaveShopAsync(shop, people, now, cancellationToken);
        await Parallel.ForEachAsync(
            shop.Performances.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = cancellationToken },
            async (entry, cancelled) => await SellAsync(entry.Item, entry.Index, shop, people[Roles.Buyer], now, cancelled));
        await DemoBoxOffice.AllotAsync(database, shop, now, cancellationToken);
        await DemoDoor.FillAsync(contexts, doors, scans, shop, now, cancellationToken);
        await using var analyze = database.CreateCommand(
            "ANALYZE seats, orders, order_items, payments, performances, price_tiers, local_stripe.resources");
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task SaveShopAsync(
        DemoShop shop, Dictionary<string, UserId> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.AddRange(shop.Organizations);
        context.Add(shop.Waiting);
        context.AddRange(DemoPeople.Members(shop.Organizations, shop.Waiting, people, now));
        context.Add(DemoPeople.Invitation(shop.Organizations, people, now));
        context.AddRange(shop.Venues);
        context.AddRange(shop.Plans);
        context.AddRange(shop.PlanVersions);
        context.AddRange(shop.CompiledPlans);
        context.AddRange(shop.Events);
        context.AddRange(shop.Performances.Select(entry => entry.Performance));
        context.AddRange(shop.Performances.SelectMany(entry => entry.Tiers));
        context.AddRange(DemoOffers.All(shop, now));
        context.AddRange(DemoPromoCodes.All(shop, now));
        context.AddRange(DemoPlans.All(shop, people[DemoPeople.Organizer], now));
        context.AddRange(DemoExtras.All(shop, now));
        context.AddRange(DemoBoxOffice.All(shop, people[Roles.Staff], now));
        foreach (var room in DemoRooms.All(shop, now))
        {
            context.AddRange(room, new RoomMarks { PerformanceId = room.PerformanceId });
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes a performance's seats and the orders of the sold ones.</summary>
    private async Task SellAsync(
        DemoPerformance performance, int number, DemoShop shop, UserId buyer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seed = FormattableString.Invariant($"sales-{number}");
        var sales = DemoSales.Draw(performance, seed);
        var seller = shop.Organizations.Single(organization => organization.Id == performance.Performance.OrganizationId);
        var orders = new List<ImportedOrder>();
        if (sales.Parties.Count > 0)
        {
            using var signer = await issuer.SignerAsync(performance.Performance.Id, cancellationToken);
            orders = DemoOrders.Make(performance, sales.Parties, seller.PricesIncludeTax, signer, seed, now);
            if (HasBuyersOrder(number))
            {
                orders[0] = orders[0] with { User = buyer, Email = DemoPeople.BuyerEmail, Name = "Robin Berger" };
            }
        }

        var owners = orders.SelectMany(order => order.Items.Select(item => (item.Seat.Value, order.Id)))
            .ToDictionary(pair => pair.Value, pair => pair.Id);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await DemoCopy.OrdersAsync(connection, performance, seller, orders, cancellationToken);
        await DemoCopy.ItemsAsync(connection, performance, orders, cancellationToken);
        await payments.WriteAsync(connection, [.. Paid(orders, performance.Performance.Currency)], cancellationToken);
        await DemoCopy.SeatsAsync(connection, performance.Performance.Id, sales.Statuses, owners, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<ImportedPayment> Paid(List<ImportedOrder> orders, string currency) =>
        from order in orders
        let total = order.Items.Sum(item => item.Amounts.Total)
        where total > 0
        select new ImportedPayment(order.Id, order.Number, order.Email, new Money(total, currency), order.PaidAt);

    // The demo's buyer has tickets of two performances: a concert, and a play.
    private static bool HasBuyersOrder(int number) => number is 2 or 31;
}
