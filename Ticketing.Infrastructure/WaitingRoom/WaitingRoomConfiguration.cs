using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Ticketing.Core.Catalog;
using Ticketing.Core.Organizations;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Data;
using Room = Ticketing.Core.WaitingRoom.WaitingRoom;

namespace Ticketing.Infrastructure.WaitingRoom;

/// <summary>Maps settings to one column, by a convention: EF would discover the type as an entity before entity configurations run.</summary>
internal sealed class RoomModel : IModelPart
{
    public void ConfigureConventions(ModelConfigurationBuilder builder) =>
        builder.Properties<RoomSettings>().HaveConversion<RoomSettingsConverter>();
}

internal sealed class RoomConfiguration : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.ToTable("WaitingRooms");
        builder.HasKey(r => r.PerformanceId);
        builder.Property(r => r.PerformanceId).ValueGeneratedNever();
        builder.Property(r => r.Settings).HasColumnType("jsonb");
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasOne<Performance>().WithMany().HasForeignKey(r => r.PerformanceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoomMarksConfiguration : IEntityTypeConfiguration<RoomMarks>
{
    public void Configure(EntityTypeBuilder<RoomMarks> builder)
    {
        builder.ToTable("WaitingRoomMarks");
        builder.HasKey(m => m.PerformanceId);
        builder.Property(m => m.PerformanceId).ValueGeneratedNever();
        builder.HasOne<Room>().WithMany().HasForeignKey(m => m.PerformanceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AdmissionConfiguration : IEntityTypeConfiguration<Admission>
{
    public void Configure(EntityTypeBuilder<Admission> builder)
    {
        builder.ToTable("Admissions");
        builder.HasKey(a => new { a.PerformanceId, a.Place });
        builder.Property(a => a.Place).ValueGeneratedNever();
        builder.HasIndex(a => new { a.PerformanceId, a.Owner });
    }
}

internal sealed class AdmissionLinkConfiguration : IEntityTypeConfiguration<AdmissionLink>
{
    public void Configure(EntityTypeBuilder<AdmissionLink> builder)
    {
        builder.ToTable("AdmissionLinks");
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Name).HasMaxLength(LinkTerms.NameLengthMax);
        builder.Property(l => l.MadeBy).HasMaxLength(254);
        builder.HasIndex(l => new { l.PerformanceId, l.Number }).IsUnique();
        builder.HasOne<Room>().WithMany().HasForeignKey(l => l.PerformanceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AdmissionLinkUseConfiguration : IEntityTypeConfiguration<AdmissionLinkUse>
{
    public void Configure(EntityTypeBuilder<AdmissionLinkUse> builder)
    {
        builder.ToTable("AdmissionLinkUses");
        builder.HasKey(u => new { u.LinkId, u.Use });
        builder.Property(u => u.Use).ValueGeneratedNever();
        builder.HasIndex(u => new { u.LinkId, u.Owner });
        builder.HasOne<AdmissionLink>().WithMany().HasForeignKey(u => u.LinkId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RoomSampleConfiguration : IEntityTypeConfiguration<RoomSample>
{
    public void Configure(EntityTypeBuilder<RoomSample> builder)
    {
        builder.ToTable("WaitingRoomSamples");
        builder.HasKey(s => new { s.PerformanceId, s.At });
    }
}

/// <summary>Converts settings to JSON.</summary>
internal sealed class RoomSettingsConverter() : ValueConverter<RoomSettings, string>(
    settings => RoomSettingsJson.Write(settings), json => RoomSettingsJson.Read(json));
