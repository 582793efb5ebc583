using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Catalog;
using Ticketing.Core.Organizations;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Questions;

/// <summary>Options are no entities: they are columns of their question, which conventions do not know.</summary>
internal sealed class QuestionOptions : IModelPart
{
    public void Configure(ModelBuilder builder) => builder.Ignore<QuestionOption>();
}

internal sealed class EventQuestionConfiguration : IEntityTypeConfiguration<EventQuestion>
{
    private const int OptionKeyLengthMax = 40;

    public void Configure(EntityTypeBuilder<EventQuestion> builder)
    {
        builder.ToTable("event_questions");
        builder.Property(q => q.Id).ValueGeneratedNever();
        builder.Property(q => q.Text).HasMaxLength(QuestionTerms.TextLengthMax);
        builder.Property(q => q.Help).HasMaxLength(QuestionTerms.HelpLengthMax);
        builder.Property(q => q.ShownByAnswer).HasMaxLength(OptionKeyLengthMax);
        builder.Ignore(q => q.Options);
        builder.Ignore(q => q.Decides);
        builder.HasIndex(q => q.EventId);
        builder.HasOne<Organization>().WithMany().HasForeignKey(q => q.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Event>().WithMany().HasForeignKey(q => q.EventId).OnDelete(DeleteBehavior.Restrict);
    }
}
