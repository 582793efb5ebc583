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
    private readonly bool seesAll;
    private readonly OrganizationId[] visible;

    /// <param name="visible">Null: all of them.</param>
    internal OrganizationContext(DbContextOptions<TicketingDbContext> options, IReadOnlyCollection<OrganizationId>? visible)
        : base(options) => (seesAll, this.visible) = (visible is null, [.. visible ?? []]);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("This context reads.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("This context reads.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Organization>().HasQueryFilter(row => seesAll || visible.Contains(row.Id));
        modelBuilder.Entity<Member>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Venue>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<SeatingPlan>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Event>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Performance>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<PromoCode>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Order>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));

        modelBuilder.Entity<Room>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<RoomMarks>().HasQueryFilter(row => seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));
        modelBuilder.Entity<Admission>().HasQueryFilter(row => seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));
        modelBuilder.Entity<AdmissionLink>().HasQueryFilter(row => seesAll || visible.Contains(row.OrganizationId));
        modelBuilder.Entity<AdmissionLinkUse>().HasQueryFilter(row => seesAll || AdmissionLinks.Any(link => link.Id == row.LinkId));
        modelBuilder.Entity<RoomSample>().HasQueryFilter(row => seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));

        modelBuilder.Entity<SeatingPlanVersion>().HasQueryFilter(row => seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));
        modelBuilder.Entity<StoredCompiledPlan>().HasQueryFilter(row => seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));

        modelBuilder.Entity<PriceTier>().HasQueryFilter(row => seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<Seat>().HasQueryFilter(row => seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<Hold>().HasQueryFilter(row => seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<TicketKey>().HasQueryFilter(row => seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));

        modelBuilder.Entity<OrderItem>().HasQueryFilter(row => seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<PromoUse>().HasQueryFilter(row => seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Payment>().HasQueryFilter(row => seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Refund>().HasQueryFilter(row => seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Ticket>().HasQueryFilter(row => seesAll || Orders.Any(order => order.Id == row.OrderId));

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
        var all = Expression.Field(Expression.Constant(this), nameof(seesAll));
        return Expression.Lambda(all, Expression.Parameter(row, "row"));
    }
}
