using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Ordering.Bulk;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Presales;
using Ticketing.Core.Publishing;
using Ticketing.Core.Questions;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Plans;
using Ticketing.Core.Tickets;
using Ticketing.Core.WaitingRoom;
using Ticketing.Core.Webhooks;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// A read-only context with query filters for a member's organizations: every query omits rows of other organizations, and of events that a
/// member limited to some events does not see. Entities without a filter below are hidden from all but admins. Commands check permissions
/// and write through <see cref="TicketingDbContext"/>.
/// </summary>
public sealed class OrganizationContext : TicketingDbContext
{
    private readonly bool _seesAll;
    private readonly OrganizationId[] _visible;
    private readonly OrganizationId[] _partly;
    private readonly EventId[] _events;

    /// <param name="visible">The organizations of which everything is visible; null: all.</param>
    /// <param name="partly">Those of which <paramref name="events"/> are visible; what belongs to no event of them only where it is needed to show one.</param>
    internal OrganizationContext(
        DbContextOptions<TicketingDbContext> options, IReadOnlyCollection<OrganizationId>? visible, IReadOnlyCollection<OrganizationId> partly,
        IReadOnlyCollection<EventId> events)
        : base(options) => (_seesAll, _visible, _partly, _events) = (visible is null, [.. visible ?? []], [.. partly], [.. events]);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("This context is read-only.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("This context is read-only.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Organization>().HasQueryFilter(row => _seesAll || _visible.Contains(row.Id)
            || _partly.Contains(row.Id));
        modelBuilder.Entity<Member>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<MemberInvitation>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<ApiKey>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Venue>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<SeatingPlan>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<Event>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.Id)));
        modelBuilder.Entity<Picture>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<Performance>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<PerformanceFacts>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<PromoCode>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<PromoCampaign>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<Presale>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<PresaleDate>().HasQueryFilter(row => _seesAll || Set<Presale>().Any(presale => presale.Id == row.PresaleId));
        modelBuilder.Entity<AccessCode>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && Set<Presale>().Any(presale => presale.Id == row.PresaleId)));
        modelBuilder.Entity<Allotment>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && Performances.Any(performance => performance.Id == row.PerformanceId)));
        modelBuilder.Entity<BoxOfficeShift>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<Extra>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<EventQuestion>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<Order>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && Performances.Any(performance => performance.Id == row.PerformanceId)));

        modelBuilder.Entity<Room>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && Performances.Any(performance => performance.Id == row.PerformanceId)));
        modelBuilder.Entity<RoomMarks>().HasQueryFilter(row => _seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));
        modelBuilder.Entity<Admission>().HasQueryFilter(row => _seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));
        modelBuilder.Entity<AdmissionLink>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && Performances.Any(performance => performance.Id == row.PerformanceId)));
        modelBuilder.Entity<AdmissionLinkUse>().HasQueryFilter(row => _seesAll || AdmissionLinks.Any(link => link.Id == row.LinkId));
        modelBuilder.Entity<RoomSample>().HasQueryFilter(row => _seesAll || WaitingRooms.Any(room => room.PerformanceId == row.PerformanceId));

        modelBuilder.Entity<WebhookEndpoint>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId));
        modelBuilder.Entity<WebhookDelivery>().HasQueryFilter(
            row => _seesAll || Set<WebhookEndpoint>().Any(endpoint => endpoint.Id == row.EndpointId));

        modelBuilder.Entity<BuyerMessage>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && row.EventId != null && _events.Contains(row.EventId.Value)));
        modelBuilder.Entity<MessageRecipient>().HasQueryFilter(
            row => _seesAll || Set<BuyerMessage>().Any(message => message.Id == row.MessageId));
        modelBuilder.Entity<BulkRefund>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<BulkRefundItem>().HasQueryFilter(row => _seesAll || Set<BulkRefund>().Any(job => job.Id == row.JobId));
        modelBuilder.Entity<StoredDraft>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && _events.Contains(row.EventId)));
        modelBuilder.Entity<StoredRevision>().HasQueryFilter(row => _seesAll || Set<StoredDraft>().Any(draft => draft.EventId == row.EventId));

        modelBuilder.Entity<Gate>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<PerformanceGate>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<CheckInDoor>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || (_partly.Contains(row.OrganizationId) && Performances.Any(performance => performance.Id == row.PerformanceId)));
        modelBuilder.Entity<Device>().HasQueryFilter(row => _seesAll || _visible.Contains(row.OrganizationId)
            || _partly.Contains(row.OrganizationId));
        modelBuilder.Entity<DeviceInvite>().HasQueryFilter(row => _seesAll || Set<Device>().Any(device => device.Id == row.DeviceId));
        modelBuilder.Entity<DeviceCommand>().HasQueryFilter(row => _seesAll || Set<Device>().Any(device => device.Id == row.DeviceId));
        modelBuilder.Entity<Scan>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<OddScan>().HasQueryFilter(row => _seesAll || Set<Device>().Any(device => device.Id == row.DeviceId));
        modelBuilder.Entity<TicketEntry>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<DoorTicket>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<CheckInChange>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<CheckInCount>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));

        modelBuilder.Entity<SeatingPlanVersion>().HasQueryFilter(row => _seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));
        modelBuilder.Entity<StoredPlanDraft>().HasQueryFilter(row => _seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));
        modelBuilder.Entity<StoredPlanChange>().HasQueryFilter(row => _seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId));
        modelBuilder.Entity<StoredCompiledPlan>().HasQueryFilter(row => _seesAll || SeatingPlans.Any(plan => plan.Id == row.SeatingPlanId)
            || SeatingPlanVersions.Any(version => version.CompiledPlanId == row.Id));

        modelBuilder.Entity<PriceTier>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<StoredTierOffers>().HasQueryFilter(
            row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<Seat>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<Hold>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));
        modelBuilder.Entity<TicketKey>().HasQueryFilter(row => _seesAll || Performances.Any(performance => performance.Id == row.PerformanceId));

        modelBuilder.Entity<OrderItem>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<OrderExtra>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<QuestionAnswer>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<PromoUse>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Payment>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Refund>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));
        modelBuilder.Entity<Ticket>().HasQueryFilter(row => _seesAll || Orders.Any(order => order.Id == row.OrderId));

        HideOtherEntities(modelBuilder);
    }

    private void HideOtherEntities(ModelBuilder modelBuilder)
    {
        var unfiltered = modelBuilder.Model.GetEntityTypes()
            .Where(entity => !entity.IsOwned() && entity.GetDeclaredQueryFilters().Count == 0).ToList();
        foreach (var entity in unfiltered)
        {
            modelBuilder.Entity(entity.ClrType).HasQueryFilter(AdminsOnly(entity.ClrType));
        }
    }

    private LambdaExpression AdminsOnly(Type row)
    {
        // row => _seesAll, on this instance, which EF replaces with the context that runs the query.
        var all = Expression.Field(Expression.Constant(this), nameof(_seesAll));
        return Expression.Lambda(all, Expression.Parameter(row, "row"));
    }
}
