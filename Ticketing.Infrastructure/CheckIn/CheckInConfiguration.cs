using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Organizations;
using Ticketing.Core.Ordering.Reductions;

namespace Ticketing.Infrastructure.CheckIn;

internal sealed class GateConfiguration : IEntityTypeConfiguration<Gate>
{
    public const string UniqueName = "ux_gates_venue_id_name";

    public void Configure(EntityTypeBuilder<Gate> builder)
    {
        builder.ToTable("gates");
        builder.Property(g => g.Id).ValueGeneratedNever();
        builder.Property(g => g.Name).HasMaxLength(Gate.NameLengthMax);
        builder.HasIndex(g => new { g.VenueId, g.Name }).IsUnique().HasDatabaseName(UniqueName);
        builder.HasOne<Organization>().WithMany().HasForeignKey(g => g.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Venue>().WithMany().HasForeignKey(g => g.VenueId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PerformanceGateConfiguration : IEntityTypeConfiguration<PerformanceGate>
{
    public void Configure(EntityTypeBuilder<PerformanceGate> builder)
    {
        builder.ToTable("performance_gates");
        builder.HasKey(g => new { g.PerformanceId, g.GateId });
        builder.HasOne<Performance>().WithMany().HasForeignKey(g => g.PerformanceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Gate>().WithMany().HasForeignKey(g => g.GateId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CheckInDoorConfiguration : IEntityTypeConfiguration<CheckInDoor>
{
    public void Configure(EntityTypeBuilder<CheckInDoor> builder)
    {
        builder.ToTable("checkin_doors");
        builder.HasKey(d => d.PerformanceId);
        builder.HasIndex(d => d.OrganizationId);
        builder.HasOne<Performance>().WithMany().HasForeignKey(d => d.PerformanceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DoorTicketConfiguration : IEntityTypeConfiguration<DoorTicket>
{
    public void Configure(EntityTypeBuilder<DoorTicket> builder)
    {
        builder.ToTable("door_tickets");
        builder.HasKey(t => new { t.PerformanceId, t.Ref });
        builder.Property(t => t.TierName).HasMaxLength(100);
        builder.Property(t => t.Reduction).HasMaxLength(ChosenReductions.NameLengthMax);
        builder.HasIndex(t => t.OrderId);
    }
}

internal sealed class CheckInChangeConfiguration : IEntityTypeConfiguration<CheckInChange>
{
    public void Configure(EntityTypeBuilder<CheckInChange> builder)
    {
        builder.ToTable("checkin_changes");
        builder.HasKey(c => new { c.PerformanceId, c.Seq });
    }
}

internal sealed class TicketEntryConfiguration : IEntityTypeConfiguration<TicketEntry>
{
    public void Configure(EntityTypeBuilder<TicketEntry> builder)
    {
        builder.ToTable("ticket_entries");
        builder.HasKey(e => new { e.PerformanceId, e.Ref });
    }
}

internal sealed class CheckInCountConfiguration : IEntityTypeConfiguration<CheckInCount>
{
    public void Configure(EntityTypeBuilder<CheckInCount> builder)
    {
        builder.ToTable("checkin_counts");
        builder.HasKey(c => new { c.PerformanceId, c.GateId, c.Day });
    }
}

internal sealed class DeviceConfiguration : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("devices");
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Name).HasMaxLength(Device.NameLengthMax);
        builder.Property(d => d.Health).HasColumnType("jsonb");
        builder.HasOne<Organization>().WithMany().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DeviceInviteConfiguration : IEntityTypeConfiguration<DeviceInvite>
{
    public void Configure(EntityTypeBuilder<DeviceInvite> builder)
    {
        builder.ToTable("device_invites");
        builder.HasKey(i => i.TokenHash);
        builder.HasOne<Device>().WithMany().HasForeignKey(i => i.DeviceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DeviceCommandConfiguration : IEntityTypeConfiguration<DeviceCommand>
{
    public void Configure(EntityTypeBuilder<DeviceCommand> builder)
    {
        builder.ToTable("device_commands");
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Text).HasMaxLength(DeviceCommand.TextLengthMax);
        builder.HasOne<Device>().WithMany().HasForeignKey(c => c.DeviceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ScanConfiguration : IEntityTypeConfiguration<Scan>
{
    public void Configure(EntityTypeBuilder<Scan> builder)
    {
        builder.ToTable("scans");
        builder.HasKey(s => s.Nonce);
        builder.Property(s => s.Nonce).ValueGeneratedNever();
        builder.Property(s => s.Received).UseIdentityAlwaysColumn();
        builder.Property(s => s.Reason).HasMaxLength(ScanText.ReasonLengthMax);
        builder.HasIndex(s => new { s.PerformanceId, s.Ref });
        builder.HasIndex(s => new { s.PerformanceId, s.At });
        builder.HasIndex(s => new { s.DeviceId, s.PerformanceId, s.VerdictSeq })
            .HasFilter("verdict_seq is not null").HasDatabaseName("ix_scans_verdicts");
    }
}

internal sealed class OddScanConfiguration : IEntityTypeConfiguration<OddScan>
{
    public void Configure(EntityTypeBuilder<OddScan> builder)
    {
        builder.ToTable("odd_scans");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Reason).HasMaxLength(40);
        builder.HasIndex(s => s.DeviceId);
    }
}
