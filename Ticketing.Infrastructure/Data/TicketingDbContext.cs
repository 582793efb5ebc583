using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Core.Seating.Plans;
using Ticketing.Core.Tickets;
using Ticketing.Core.WaitingRoom;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.Data;

/// <summary>
/// The EF Core model of the database. Features provide entity configurations and <see cref="IModelPart"/>s. The save that writes an
/// aggregate also writes its recorded facts (<see cref="IRecordsFacts"/>) to the outbox and the audit log.
/// </summary>
public class TicketingDbContext(DbContextOptions<TicketingDbContext> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<Venue> Venues => Set<Venue>();

    public DbSet<SeatingPlan> SeatingPlans => Set<SeatingPlan>();

    public DbSet<SeatingPlanVersion> SeatingPlanVersions => Set<SeatingPlanVersion>();

    public DbSet<StoredCompiledPlan> CompiledPlans => Set<StoredCompiledPlan>();

    public DbSet<Event> Events => Set<Event>();

    public DbSet<Performance> Performances => Set<Performance>();

    public DbSet<Picture> Pictures => Set<Picture>();

    public DbSet<PriceTier> PriceTiers => Set<PriceTier>();

    public DbSet<StoredTierOffers> TierOffers => Set<StoredTierOffers>();

    public DbSet<PerformanceFacts> PerformanceFacts => Set<PerformanceFacts>();

    public DbSet<Seat> Seats => Set<Seat>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderItem> OrderItems => Set<OrderItem>();

    public DbSet<PromoCode> PromoCodes => Set<PromoCode>();

    public DbSet<PromoUse> PromoUses => Set<PromoUse>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<ReceivedPaymentEvent> PaymentEvents => Set<ReceivedPaymentEvent>();

    public DbSet<Ticket> Tickets => Set<Ticket>();

    public DbSet<TicketKey> TicketKeys => Set<TicketKey>();

    public DbSet<Room> WaitingRooms => Set<Room>();

    public DbSet<RoomMarks> WaitingRoomMarks => Set<RoomMarks>();

    public DbSet<Admission> Admissions => Set<Admission>();

    public DbSet<AdmissionLink> AdmissionLinks => Set<AdmissionLink>();

    public DbSet<AdmissionLinkUse> AdmissionLinkUses => Set<AdmissionLinkUse>();

    public DbSet<RoomSample> WaitingRoomSamples => Set<RoomSample>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        AddRecordedFacts();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        AddRecordedFacts();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.UseTypedIds();
        configurationBuilder.Properties<SeatIndex>().HaveConversion<SeatIndexConverter>();
        foreach (var part in IModelPart.OfThisAssembly)
        {
            part.ConfigureConventions(configurationBuilder);
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in IModelPart.OfThisAssembly)
        {
            part.Configure(modelBuilder);
        }

        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        modelBuilder.UseSnakeCaseNames();
        modelBuilder.UseWordsForEnums();
    }

    private void AddRecordedFacts()
    {
        foreach (var entry in ChangeTracker.Entries<IRecordsFacts>().ToList())
        {
            var facts = entry.Entity.TakeFacts();
            Outbox.AddRange(facts.Outbox);
            AuditEntries.AddRange(facts.Audit);
        }
    }
}
