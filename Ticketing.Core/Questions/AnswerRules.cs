using System.Globalization;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;

namespace Ticketing.Core.Questions;

/// <summary>An answer as it was typed.</summary>
/// <param name="Seat">Of a question per attendee: the seat's place in the order, from 0. Null for a question of the order.</param>
public sealed record TypedAnswer(QuestionId Question, int? Seat, string? Value);

/// <summary>A valid answer.</summary>
/// <param name="Value">
/// The stored form: an option's key, a number with a decimal point, a date as <c>2027-05-01</c>, a country's code, <c>yes</c>.
/// </param>
public sealed record CheckedAnswer(QuestionId Question, int? Seat, string Value);

/// <summary>What an order is asked.</summary>
/// <param name="Questions">The event's questions that are not removed, by position.</param>
/// <param name="Categories">The category of each seat.</param>
public sealed record QuestionsToOrder(IReadOnlyList<EventQuestion> Questions, IReadOnlyList<string> Categories);

/// <param name="Errors">English sentences, which are also resource keys, by <see cref="AnswerRules.FieldOf"/>; empty if all are valid.</param>
/// <param name="Answers">Without those to questions that are not asked.</param>
public sealed record AnswersChecked(IReadOnlyDictionary<string, string> Errors, IReadOnlyList<CheckedAnswer> Answers);

/// <summary>Validates the answers of an order, for the page and the API, at checkout and later.</summary>
public static class AnswerRules
{
    public const int TextLengthMax = 500;
    private const int PhoneLengthMax = 40;
    private const int NumberLengthMax = 15;

    /// <summary>The field of an answer in errors and forms.</summary>
    public static string FieldOf(QuestionId question, int? seat) => seat is { } index
        ? FormattableString.Invariant($"answers.{question.Value:N}.{index}")
        : FormattableString.Invariant($"answers.{question.Value:N}");

    /// <summary>Checks all answers of an order.</summary>
    /// <param name="requires">False: required questions may stay open, as for those who answer later.</param>
    public static AnswersChecked Check(QuestionsToOrder asked, IReadOnlyList<TypedAnswer> typed, bool requires = true)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var valid = new Dictionary<(QuestionId Question, int? Seat), string>();
        var given = new Dictionary<(QuestionId Question, int? Seat), string?>();
        foreach (var answer in typed)
        {
            var question = asked.Questions.FirstOrDefault(question => question.Id == answer.Question);
            var isAt = question?.Scope == QuestionScope.Attendee
                ? answer.Seat is >= 0 && answer.Seat < asked.Categories.Count
                : answer.Seat is null;
            if (question is null || !isAt || !given.TryAdd((answer.Question, answer.Seat), answer.Value))
            {
                errors[FieldOf(answer.Question, answer.Seat)] = "This question is not asked, or answered twice.";
            }
        }

        // By position: an answer decides about later questions.
        foreach (var question in asked.Questions)
        {
            foreach (var seat in SeatsOf(question, asked.Categories))
            {
                if (!IsShown(question, seat, valid))
                {
                    continue;
                }

                var (stored, error) = Read(question, given.GetValueOrDefault((question.Id, seat)));
                if (error is not null || (stored is null && requires && question.IsRequired))
                {
                    errors[FieldOf(question.Id, seat)] = error ?? Missing(question.Kind);
                }
                else if (stored is not null)
                {
                    valid[(question.Id, seat)] = stored;
                }
            }
        }

        return new AnswersChecked(errors, [.. valid.Select(each => new CheckedAnswer(each.Key.Question, each.Key.Seat, each.Value))]);
    }

    /// <summary>The seats that a question is asked for: null stands for the whole order.</summary>
    public static IEnumerable<int?> SeatsOf(EventQuestion question, IReadOnlyList<string> categories)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.Scope == QuestionScope.Order)
        {
            return categories.Any(question.IsFor) ? [null] : [];
        }

        return Enumerable.Range(0, categories.Count).Where(seat => question.IsFor(categories[seat])).Select(seat => (int?)seat);
    }

    /// <summary>Whether a question is asked after these answers.</summary>
    public static bool IsShown(EventQuestion question, int? seat, IReadOnlyDictionary<(QuestionId Question, int? Seat), string> answers)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.ShownBy is not { } by
            || answers.GetValueOrDefault((by, seat)) == question.ShownByAnswer
            || answers.GetValueOrDefault((by, null)) == question.ShownByAnswer;
    }

    // Null without an error: not answered.
    private static (string? Stored, string? Error) Read(EventQuestion question, string? typed)
    {
        var line = TypedText.Line(typed);
        if (line.Length == 0)
        {
            return (null, null);
        }

        return question.Kind switch
        {
            QuestionKind.Text => line.Length <= TextLengthMax && TypedText.IsText(line)
                ? (line, null)
                : (null, "The answer has at most 500 printable characters."),
            QuestionKind.Choice => question.CanBeAnsweredBy(line) ? (line, null) : (null, "Choose one of the answers."),
            QuestionKind.Number => Number(TypedText.Code(typed)),
            QuestionKind.Date => DateOnly.TryParseExact(line, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? (line, null)
                : (null, "Enter a date."),
            QuestionKind.Phone => Phone(TypedText.Phone(typed)),
            QuestionKind.Country => CountryCodes.All.Contains(line) ? (line, null) : (null, "Choose a country."),
            QuestionKind.Consent => line == EventQuestion.Yes ? (line, null) : (null, "Tick the box or leave it empty."),
        };
    }

    // Both decimal separators; none of thousands, which would be ambiguous.
    private static (string? Stored, string? Error) Number(string typed) =>
        typed.Length <= NumberLengthMax
        && decimal.TryParse(
            typed.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? (number.ToString(CultureInfo.InvariantCulture), null)
            : (null, "Enter a number.");

    private static (string? Stored, string? Error) Phone(string typed) =>
        typed.Length <= PhoneLengthMax && typed.Any(char.IsAsciiDigit)
        && typed.All(c => char.IsAsciiDigit(c) || " +-/().".Contains(c, StringComparison.Ordinal))
            ? (typed, null)
            : (null, "Enter a telephone number with digits, spaces and + only.");

    private static string Missing(QuestionKind kind) => kind switch
    {
        QuestionKind.Consent => "Please agree to this to continue.",
        QuestionKind.Choice => "Choose one of the answers.",
        QuestionKind.Country => "Choose a country.",
        QuestionKind.Text or QuestionKind.Number or QuestionKind.Date or QuestionKind.Phone => "Please answer this question.",
    };
}
