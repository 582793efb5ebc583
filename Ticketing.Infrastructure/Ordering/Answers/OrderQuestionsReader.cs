using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Questions;

namespace Ticketing.Infrastructure.Ordering.Answers;

/// <summary>Reads the questions and answers of orders.</summary>
public sealed class OrderQuestionsReader(IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, OrderTokens tokens)
{
    /// <summary>The questions of an order with its answers; none of an event without questions, or of an order that the visitor may not see.</summary>
    /// <param name="order">With its items.</param>
    public async Task<OrderQuestions> ReadAsync(Order order, OrderVisitor visitor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(visitor);
        if (await selling.GetForOrderAsync(order.PerformanceId, cancellationToken) is not { } facts)
        {
            return OrderQuestions.None;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OrderAccess.MaySeeAsync(db, tokens, order, visitor, cancellationToken)
            ? await ReadAsync(db, order, facts, cancellationToken)
            : OrderQuestions.None;
    }

    internal static async Task<OrderQuestions> ReadAsync(
        TicketingDbContext db, Order order, SellingFacts facts, CancellationToken cancellationToken)
    {
        var questions = await AskedQuestions.OfEventAsync(db, facts.Terms.Event, cancellationToken);
        if (questions.Count == 0)
        {
            return OrderQuestions.None;
        }

        var items = order.Items.Where(item => item.Live).OrderBy(item => item.SeatIndex).ToList();
        var rows = await db.Set<QuestionAnswer>().AsNoTracking().Where(answer => answer.OrderId == order.Id).ToListAsync(cancellationToken);
        List<CheckedAnswer> answers =
        [
            .. from row in rows
               let seat = OrderQuestions.SeatOf(row.ItemId, items)
               where seat is null or >= 0
               select new CheckedAnswer(row.QuestionId, seat, row.Value),
        ];
        return new OrderQuestions(
            questions.FindAll(question => question.RemovedAt is null || answers.Exists(answer => answer.Question == question.Id)),
            items, [.. items.Select(item => facts.Tiers.FirstOrDefault(tier => tier.Id == item.TierId)?.Category ?? "")], answers)
        {
            AskedAt = order.Channel == OrderChannel.Web ? order.CreatedAt : null,
        };
    }
}
