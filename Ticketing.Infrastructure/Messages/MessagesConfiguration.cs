using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Messages;
using Ticketing.Core.Organizations;

namespace Ticketing.Infrastructure.Messages;

internal sealed class BuyerMessageConfiguration : IEntityTypeConfiguration<BuyerMessage>
{
    public void Configure(EntityTypeBuilder<BuyerMessage> builder)
    {
        builder.ToTable("messages");
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.Audience).HasColumnType("jsonb");
        builder.Property(message => message.SubjectEn).HasMaxLength(MessageText.SubjectLengthMax);
        builder.Property(message => message.BodyEn).HasMaxLength(MessageText.BodyLengthMax);
        builder.Property(message => message.SubjectDe).HasMaxLength(MessageText.SubjectLengthMax);
        builder.Property(message => message.BodyDe).HasMaxLength(MessageText.BodyLengthMax);
        builder.Ignore(message => message.English);
        builder.Ignore(message => message.German);
        builder.HasIndex(message => new { message.OrganizationId, message.Id });
        builder.HasIndex(message => message.Status).HasFilter("status in ('scheduled', 'sending')").HasDatabaseName("ix_messages_at_work");
        builder.HasOne<Organization>().WithMany().HasForeignKey(message => message.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MessageRecipientConfiguration : IEntityTypeConfiguration<MessageRecipient>
{
    public void Configure(EntityTypeBuilder<MessageRecipient> builder)
    {
        builder.ToTable("message_recipients");
        builder.HasKey(recipient => new { recipient.MessageId, recipient.OrderId });
        builder.HasIndex(recipient => new { recipient.MessageId, recipient.State });
        builder.HasOne<BuyerMessage>().WithMany().HasForeignKey(recipient => recipient.MessageId).OnDelete(DeleteBehavior.Cascade);
    }
}
