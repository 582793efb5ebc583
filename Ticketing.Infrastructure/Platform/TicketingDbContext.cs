using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Ticketing.Core.Catalog;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Organizations;
using Ticketing.Core.Payments;
using Ticketing.Core.Platform;
using Ticketing.Core.Seating;
using Ticketing.Core.Tickets;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.WaitingRoom;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.Platform;

/// <summary>
/// The database as EF Core sees it. What aggregates record (<see cref="IRecordsFacts"/>) is written to the outbox and
/// the audit log by the save that writes the aggregate.
/// </summary>
public class TicketingDbContext(DbContextOptions<TicketingDbContext> options)
    : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Member> Members => Set<Member>();

    public DbSet<Venue> Venues => Set<Venue>();

    public DbSet<SeatingPlan> SeatingPlans => Set<SeatingPlan>();

    public DbSet<SeatingPlanVersion> SeatingPlanVersions => Set<SeatingPlanVersion>();

    public DbSet<StoredCompiledPlan> CompiledPlans => Set<StoredCompiledPlan>();

    public DbSet<Event> Events => Set<Event>();

    public DbSet<Performance> Performances => Set<Performance>();

    public DbSet<PriceTier> PriceTiers => Set<PriceTier>();

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

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public DbSet<SharedSecret> SharedSecrets => Set<SharedSecret>();

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

    /// <summary>
    /// Identity asks the application's services which version of its schema the model has; a context that was made without
    /// the application (a test, a tool) gets the answer that <see cref="DatabaseRegistration"/> gives in it.
    /// </summary>
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        if (optionsBuilder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
        {
            optionsBuilder.UseApplicationServiceProvider(DatabaseRegistration.IdentityServices);
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.UseTypedIds();
        configurationBuilder.Properties<SeatIndex>().HaveConversion<SeatIndexConverter>();
        configurationBuilder.Properties<RoomSettings>().HaveConversion<RoomSettingsConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        builder.UseSnakeCaseNames();
        builder.UseWordsForEnums();
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
