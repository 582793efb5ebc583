using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.Infrastructure.Ordering.Answers;

/// <summary>Stores answers that are given after the purchase; see <see cref="AnswerOrder"/>. The order's row lock serializes them.</summary>
public sealed class AnswerOrderHandler(
    IDbContextFactory<TicketingDbContext> contexts, SellingFactsCache selling, OrderTokens tokens, CommandCounter limits, TimeProvider time)
{
    public async Task<Outcome<OrderQuestions, RefusedAnswers>> HandleAsync(AnswerOrder command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.OrderChanges, command.Visitor.Caller))
        {
            return Refuse(AnswerOrderRefusal.TooOften);
        }

        await using var unit = await OrderTransaction.BeginAsync(contexts, cancellationToken);
        var order = await unit.LockOrderAsync(command.Order, cancellationToken);
        if (order is null || !await OrderAccess.MaySeeAsync(unit.Db, tokens, order, command.Visitor, cancellationToken)
            || await selling.GetForOrderAsync(order.PerformanceId, cancellationToken) is not { } facts)
        {
            return Refuse(AnswerOrderRefusal.NotFound);
        }

        if (!order.HasTickets || time.GetUtcNow() >= facts.Terms.StartsAt)
        {
            return Refuse(AnswerOrderRefusal.Closed);
        }

        var present = await OrderQuestionsReader.ReadAsync(unit.Db, order, facts, cancellationToken);
        var typed = command.Answers.Where(answer => !string.IsNullOrWhiteSpace(answer.Value)).ToList();
        List<TypedAnswer> all =
        [
            .. typed,
            .. from kept in present.Answers
               where present.Asked.Questions.Any(question => question.Id == kept.Question)
                   && !typed.Exists(answer => answer.Question == kept.Question && answer.Seat == kept.Seat)
               select new TypedAnswer(kept.Question, kept.Seat, kept.Value),
        ];
        var judged = AnswerRules.Check(present.Asked, all, requires: false);

        // A kept answer whose option was removed meanwhile is not the sender's fault.
        var errors = judged.Errors.Where(error => typed.Exists(answer => AnswerRules.FieldOf(answer.Question, answer.Seat) == error.Key))
            .ToDictionary(error => error.Key, error => error.Value);
        if (errors.Count > 0)
        {
            return new RefusedAnswers(AnswerOrderRefusal.Invalid, errors);
        }

        var given = judged.Answers.Where(answer => typed.Exists(each => each.Question == answer.Question && each.Seat == answer.Seat)).ToList();
        var rows = await unit.Db.Set<QuestionAnswer>().Where(answer => answer.OrderId == order.Id).ToListAsync(cancellationToken);
        foreach (var row in given.Select(answer => OrderAnswers.Row(order.Id, present.Items, answer)))
        {
            unit.Db.RemoveRange(rows.Where(old => old.QuestionId == row.QuestionId && old.ItemId == row.ItemId));
        }

        // Apart from the removals: EF Core tracks one row per key.
        await unit.Db.SaveChangesAsync(cancellationToken);
        unit.Db.AddRange(given.Select(answer => OrderAnswers.Row(order.Id, present.Items, answer)));
        await unit.SaveAsync(cancellationToken);
        return await OrderQuestionsReader.ReadAsync(unit.Db, order, facts, cancellationToken);

        static RefusedAnswers Refuse(AnswerOrderRefusal reason) => new(reason, new Dictionary<string, string>());
    }
}
