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
        var asked = present.Asked;
        var required = asked.Questions.Where(question => question.IsRequired).Select(question => question.Id).ToHashSet();
        var typed = command.Answers.Where(answer => !string.IsNullOrWhiteSpace(answer.Value) || !required.Contains(answer.Question)).ToList();
        var places = typed.Select(answer => (answer.Question, answer.Seat)).ToHashSet();
        var kept = present.Answers
            .Where(answer => asked.Questions.Any(question => question.Id == answer.Question) && !places.Contains((answer.Question, answer.Seat)))
            .ToList();
        var judged = AnswerRules.Check(
            asked, [.. typed, .. kept.Select(answer => new TypedAnswer(answer.Question, answer.Seat, answer.Value))], requires: false);

        // A kept answer whose option was removed meanwhile is not the sender's fault.
        var fields = places.Select(place => AnswerRules.FieldOf(place.Question, place.Seat)).ToHashSet(StringComparer.Ordinal);
        var errors = judged.Errors.Where(error => fields.Contains(error.Key)).ToDictionary(error => error.Key, error => error.Value);
        if (errors.Count > 0)
        {
            return new RefusedAnswers(AnswerOrderRefusal.Invalid, errors);
        }

        // What a question is not asked for any more by the new answers goes, too.
        var answers = judged.Answers.ToDictionary(answer => (answer.Question, answer.Seat), answer => answer.Value);
        var replaced = places.Concat(
            from answer in kept
            join question in asked.Questions on answer.Question equals question.Id
            where !AnswerRules.IsShown(question, answer.Seat, answers)
            select (answer.Question, answer.Seat)).ToHashSet();
        var rows = await unit.Db.Set<QuestionAnswer>().Where(answer => answer.OrderId == order.Id).ToListAsync(cancellationToken);
        unit.Db.RemoveRange(rows.Where(row => replaced.Contains((row.QuestionId, OrderQuestions.SeatOf(row.ItemId, present.Items)))));

        // Apart from the removals: EF Core tracks one row per key.
        await unit.Db.SaveChangesAsync(cancellationToken);
        unit.Db.AddRange(judged.Answers.Where(answer => places.Contains((answer.Question, answer.Seat)))
            .Select(answer => OrderAnswers.Row(order.Id, present.Items, answer)));
        await unit.SaveAsync(cancellationToken);
        return await OrderQuestionsReader.ReadAsync(unit.Db, order, facts, cancellationToken);

        static RefusedAnswers Refuse(AnswerOrderRefusal reason) => new(reason, new Dictionary<string, string>());
    }
}
