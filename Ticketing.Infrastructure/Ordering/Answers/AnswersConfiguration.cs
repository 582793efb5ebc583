using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Questions;

namespace Ticketing.Infrastructure.Ordering.Answers;

internal sealed class QuestionAnswerConfiguration : IEntityTypeConfiguration<QuestionAnswer>
{
    public void Configure(EntityTypeBuilder<QuestionAnswer> builder)
    {
        builder.ToTable("order_answers");
        builder.HasKey(a => new { a.OrderId, a.QuestionId, a.ItemId });
        builder.Property(a => a.Value).HasMaxLength(AnswerRules.TextLengthMax);
    }
}

/// <summary>A row of the view <c>order_answer_texts</c>, for lists and exports.</summary>
/// <param name="ItemId">The seat's item; <c>default</c>: the answers are for the whole order.</param>
internal sealed record OrderAnswerText(OrderId OrderId, OrderItemId ItemId, string Text);

internal sealed class OrderAnswerTextConfiguration : IEntityTypeConfiguration<OrderAnswerText>
{
    public void Configure(EntityTypeBuilder<OrderAnswerText> builder)
    {
        builder.HasNoKey();
        builder.ToView("order_answer_texts");
    }
}
