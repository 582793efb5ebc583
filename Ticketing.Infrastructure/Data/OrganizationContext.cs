using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating.Plans;
using Ticketing.Core.Tickets;
using Ticketing.Core.WaitingRoom;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// The database as a member of some organizations may see it (rule 29): rows of other organizations do not exist in it,
/// whatever a query forgets to ask. An entity that no rule below knows does not exist either, until somebody decides whose
/// it is. It reads; commands check whom they serve and write through <see cref="TicketingDbContext"/>.
/// </summary>
public sealed class OrganizationContext : TicketingDbContext
{
    private readonly bool _seesAll;
    private readonly OrganizationId[] _visible;

    /// <param name="visible">Null: all of them.</param>
    internal OrganizationContext(DbContextOptions<TicketingDbContext> options, IReadOnlyCollection<OrganizationId>? visible)
        : base(options) => (_seesAll, _visible) = (visible is null, [.. visible ?? []]);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("This context reads.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("This context reads.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Organization>().HasQueryFilter(row => _seesAll || _visible.Contains(row.Id));
        modelBuilder.Entity<Member>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Venue>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<SeatingPlan>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Event>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Performance>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<PerformanceFacts>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<PromoCode>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Order>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));

        modelBuilder.Entity<Room>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<RoomMarks>().HasQueryFilter(row => _seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));
        modelBuilder.Entity<Admission>().HasQueryFilter(row => _seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));
        modelBuilder.Entity<AdmissionLink>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<AdmissionLinkUse>().HasQueryFilter(row => _seesAll || AdmissionLinks.Any(link => link.Id == row.LinkId));
        modelBuilder.Entity<RoomSample>().HasQueryFilter(row => _seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));

        modelBuilder.Entity<SeatingPlanVersion>().HasQueryFilter(row => _seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));
        modelBuilder.Entity<StoredCompiledPlan>().HasQueryFilter(row => _seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));

        modelBuilder.Entity<PriceTier>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<Seat>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<Hold>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<TicketKey>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));

        modelBuilder.Entity<OrderItem>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<PromoUse>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Payment>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Refund>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Ticket>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));

        HideTheRest(modelBuilder);
    }

    private void HideTheRest(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => !entity.IsOwned() && entity.GetDeclaredQueryFilters().Count == 0).ToList())
        {
            modelBuilder.Entity(entity.ClrType).HasQueryFilter(HiddenFrom(entity.ClrType));
        }
    }

    private LambdaExpression HiddenFrom(Type row)
    {
        // row => seesAll, on this instance: EF replaces it by the context that runs the query.
        var all = Expression.Field(Expression.Constant(this), nameof(_seesAll));
        return Expression.Lambda(all, Expression.Parameter(row, "row"));
    }
}
