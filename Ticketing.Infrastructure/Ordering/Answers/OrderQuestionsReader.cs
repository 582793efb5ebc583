using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Questions;

namespace Ticketing.Infrastructure.Ordering.Answers;

/// <summary>Reads the questions and answers of an order that the caller may see.</summary>
public sealed class OrderQuestionsReader(IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling)
{
    /// <summary>The questions of an order with its answers; of an event without questions, none.</summary>
    /// <param name="order">With its items.</param>
    public async Task<OrderQuestions> ReadAsync(Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (await selling.GetForOrderAsync(order.PerformanceId, cancellationToken) is not { } facts)
        {
            return OrderQuestions.None;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, order, facts, cancellationToken);
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
               let seat = row.ItemId == default ? (int?)null : items.FindIndex(item => item.Id == row.ItemId)
               where seat is null or >= 0
               select new CheckedAnswer(row.QuestionId, seat, row.Value),
        ];
        return new OrderQuestions(
            questions.FindAll(question => question.RemovedAt is null || answers.Exists(answer => answer.Question == question.Id)),
            items, [.. items.Select(item => facts.Tiers.FirstOrDefault(tier => tier.Id == item.TierId)?.Category ?? "")], answers);
    }
}
