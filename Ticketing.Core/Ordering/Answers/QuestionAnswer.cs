using Ticketing.Core.Common;
using Ticketing.Core.Questions;

namespace Ticketing.Core.Ordering.Answers;

/// <summary>An order's answer to a question of its event. Personal data: erased with the buyer.</summary>
public sealed class QuestionAnswer
{
    public required OrderId OrderId { get; init; }

    public required QuestionId QuestionId { get; init; }

    /// <summary>The seat's item; <c>default</c>: the answer is for the whole order.</summary>
    public required OrderItemId ItemId { get; init; }

    /// <summary>In the form of <see cref="CheckedAnswer.Value"/>.</summary>
    public required string Value { get; init; }
}

/// <summary>
/// Answers an order's questions after the purchase, until the performance begins. What is left out keeps its answer; an empty value takes the
/// answer of an optional question back, as a consent is withdrawn.
/// </summary>
/// <param name="Answers">Seats are counted among the order's live items in seat order.</param>
public sealed record AnswerOrder(OrderId Order, IReadOnlyList<TypedAnswer> Answers, OrderVisitor Visitor);

public enum AnswerOrderRefusal
{
    /// <summary>There is no such order, or the visitor may not see it.</summary>
    NotFound,

    /// <summary>The order is not paid, has ended, or its performance has begun.</summary>
    Closed,

    /// <summary><see cref="RefusedAnswers.Errors"/> says what is wrong.</summary>
    Invalid,

    /// <summary>Too many changes within a short time.</summary>
    TooOften,
}

/// <param name="Errors">By the field of <see cref="AnswerRules.FieldOf"/>.</param>
public sealed record RefusedAnswers(AnswerOrderRefusal Reason, IReadOnlyDictionary<string, string> Errors);

/// <summary>The questions of a paid order with its answers.</summary>
/// <param name="Questions">By position; removed ones only where they were answered.</param>
/// <param name="Items">The live items in seat order, whose places the seats of answers are.</param>
/// <param name="Categories">The category of each item.</param>
/// <param name="Answers">Those of live items and of the order.</param>
public sealed record OrderQuestions(
    IReadOnlyList<EventQuestion> Questions, IReadOnlyList<OrderItem> Items, IReadOnlyList<string> Categories,
    IReadOnlyList<CheckedAnswer> Answers)
{
    public static OrderQuestions None { get; } = new([], [], [], []);

    /// <summary>When the checkout asked the buyer: optional questions that it showed are not asked again. Null: it has asked nothing.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What is asked now: without removed questions.</summary>
    public QuestionsToOrder Asked => new([.. Questions.Where(question => question.RemovedAt is null)], Categories);

    /// <summary>The answers by question and seat.</summary>
    public IReadOnlyDictionary<(QuestionId Question, int? Seat), string> BySeat =>
        Answers.ToDictionary(answer => (answer.Question, answer.Seat), answer => answer.Value);

    /// <summary>The place of an answer's item among <paramref name="items"/>: null for the whole order, -1 for an item that is not one of them.</summary>
    public static int? SeatOf(OrderItemId item, IReadOnlyList<OrderItem> items) => item == default ? null
        : items.Index().FirstOrDefault(each => each.Item.Id == item, (Index: -1, Item: null!)).Index;

    /// <summary>How many questions wait for an answer: required ones, and optional ones that the buyer has not seen yet.</summary>
    public int Open
    {
        get
        {
            var given = BySeat;
            return Asked.Questions.Where(question => question.IsRequired || !(question.CreatedAt <= AskedAt)).Sum(
                question => AnswerRules.SeatsOf(question, Categories)
                    .Count(seat => AnswerRules.IsShown(question, seat, given) && !given.ContainsKey((question.Id, seat))));
        }
    }
}
