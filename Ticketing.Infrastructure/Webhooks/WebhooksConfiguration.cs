using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Organizations;
using Ticketing.Core.Webhooks;

namespace Ticketing.Infrastructure.Webhooks;

internal sealed class WebhookEndpointConfiguration : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("webhook_endpoints");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Url).HasMaxLength(ReceiverRules.LengthMax);
        builder.Property(e => e.Description).HasMaxLength(WebhookTerms.DescriptionLengthMax);
        builder.HasOne<Organization>().WithMany().HasForeignKey(e => e.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_deliveries");
        builder.HasKey(d => new { d.EndpointId, d.FactId });
        builder.Property(d => d.FactId).ValueGeneratedNever();
        builder.Property(d => d.Type).HasMaxLength(60);
        builder.Property(d => d.AggregateId).HasMaxLength(64);
        builder.HasIndex(d => new { d.EndpointId, d.NextAt })
            .HasFilter("next_at is not null").HasDatabaseName("ix_webhook_deliveries_next_at");
        builder.HasIndex(d => new { d.AggregateId, d.Sequence });
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
    }
}
