using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Answers;

/// <summary>The stored answers of orders, in the caller's transaction on a locked or new order.</summary>
internal static class OrderAnswers
{
    /// <summary>Replaces an order's answers by those that were judged with it. An order of an event without questions causes no query.</summary>
    /// <param name="asked">Null: nothing is asked.</param>
    /// <param name="isNew">Whether the order has no answers yet.</param>
    public static async Task SetAsync(
        TicketingDbContext db, Order order, QuestionsToOrder? asked, IReadOnlyList<TypedAnswer> typed, bool isNew, CancellationToken cancellationToken)
    {
        if (asked is null)
        {
            return;
        }

        if (!isNew)
        {
            await db.Set<QuestionAnswer>().Where(answer => answer.OrderId == order.Id).ExecuteDeleteAsync(cancellationToken);
        }

        db.AddRange(AnswerRules.Check(asked, typed).Answers.Select(answer => Row(order.Id, order.Items, answer)));
    }

    /// <summary>The row of an answer; its seat is a place in <paramref name="items"/>.</summary>
    public static QuestionAnswer Row(OrderId order, IReadOnlyList<OrderItem> items, CheckedAnswer answer) => new()
    {
        OrderId = order,
        QuestionId = answer.Question,
        ItemId = answer.Seat is { } seat ? items[seat].Id : default,
        Value = answer.Value,
    };

    /// <summary>Moves the answers of exchanged seats to those taken for them, as the names of attendees.</summary>
    public static async Task MoveAsync(
        TicketingDbContext db, OrderId order, IReadOnlyList<OrderItem> given, IReadOnlyList<OrderItem> taken, CancellationToken cancellationToken)
    {
        var ids = given.OrderBy(item => item.SeatIndex).Zip(taken.OrderBy(item => item.SeatIndex), (from, to) => (From: from.Id, To: to.Id)).ToList();
        var answered = await db.Set<QuestionAnswer>().Where(answer => answer.OrderId == order).Select(answer => answer.ItemId)
            .Distinct().ToListAsync(cancellationToken);
        foreach (var (from, to) in ids.Where(pair => answered.Contains(pair.From)))
        {
            await db.Set<QuestionAnswer>().Where(answer => answer.OrderId == order && answer.ItemId == from)
                .ExecuteUpdateAsync(set => set.SetProperty(answer => answer.ItemId, to), cancellationToken);
        }
    }
}
