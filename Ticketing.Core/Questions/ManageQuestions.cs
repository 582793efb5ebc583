using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Questions;

/// <summary>Adds a question to an event, as the last one.</summary>
public sealed record CreateQuestion(EventId Event, QuestionTerms Terms, Caller Caller);

/// <summary>Changes a question. Answers that were given stay.</summary>
/// <param name="Change">Makes the new terms of the stored ones; called while the event's questions are locked.</param>
public sealed record AmendQuestion(QuestionId Question, Func<QuestionTerms, QuestionTerms> Change, Caller Caller)
{
    /// <summary>The terms that the change is based on; refused if they have changed since. Null: no check.</summary>
    public QuestionTerms? Seen { get; init; }
}

/// <summary>Removes a question or restores it. Answers stay. Idempotent.</summary>
public sealed record RemoveQuestion(QuestionId Question, bool IsRemoved, Caller Caller);

/// <summary>Moves a question by one place.</summary>
public sealed record MoveQuestion(QuestionId Question, bool Up, Caller Caller);

/// <summary>Why a question was not changed.</summary>
public enum QuestionRefusal
{
    /// <summary>There is no such event or question, or the caller does not run its sales.</summary>
    NotFound,

    /// <summary><see cref="RefusedQuestion.Faults"/> says what is wrong.</summary>
    Invalid,

    /// <summary>A concurrent change: the terms differ from <see cref="AmendQuestion.Seen"/>.</summary>
    Changed,

    /// <summary>Another question depends on its answer, or it would come before the one that it depends on.</summary>
    Depends,

    /// <summary>The event has <see cref="EventQuestion.PerEventMax"/> questions.</summary>
    LimitReached,

    /// <summary>Too many changes of the account within a short time.</summary>
    TooOften,
}

/// <summary>A refusal with its details.</summary>
public sealed record RefusedQuestion(QuestionRefusal Reason, IReadOnlyList<QuestionFault> Faults)
{
    public RefusedQuestion(QuestionRefusal reason) : this(reason, [])
    {
    }
}

/// <param name="Field">The name of the invalid value.</param>
/// <param name="Sentence">An English sentence, which is also the resource key.</param>
public sealed record QuestionFault(string Field, string Sentence);

/// <param name="Key">Of an option that the question has; null: a new one.</param>
public sealed record OptionTerms(string? Key, string Text);

/// <summary>What members set of a question.</summary>
/// <param name="Kind">Cannot be changed later.</param>
/// <param name="Scope">Cannot be changed later.</param>
/// <param name="Categories">Keys of seat categories that it is asked with; empty: all.</param>
/// <param name="Options">Of a choice, in their order; those that are left out are not offered any more.</param>
/// <param name="ShownBy">An earlier question that decides whether it is asked; null: it is always asked.</param>
/// <param name="ShownByAnswer">The key of an option of that question, or <see cref="EventQuestion.Yes"/>.</param>
public sealed record QuestionTerms(
    QuestionKind Kind, QuestionScope Scope, string? Text, string? Help, bool IsRequired, IReadOnlyList<string> Categories,
    IReadOnlyList<OptionTerms> Options, QuestionId? ShownBy, string? ShownByAnswer)
{
    public const int TextLengthMax = 200;
    public const int HelpLengthMax = 300;
    public const int OptionLengthMax = 100;
    public const int OptionsMax = 50;

    // One instance each: records compare lists by reference.
    private static readonly string[] NoKeys = [];
    private static readonly OptionTerms[] NoOptions = [];

    private const int CategoriesMax = 50;
    private const int CategoryLengthMax = 64;

    /// <summary>The error where the deciding question cannot decide.</summary>
    public static readonly QuestionFault CannotDecide = new(
        nameof(ShownBy), "Choose an earlier choice or consent of the event, and one of its answers. A question of the order can't depend on one per attendee.");

    /// <summary>The error where an option is not one of the question.</summary>
    public static readonly QuestionFault OptionUnknown = new(nameof(Options), "An option with this key does not exist. Leave the key out to add one.");

    /// <summary>The terms of a stored question.</summary>
    public static QuestionTerms Of(EventQuestion stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return new QuestionTerms(
            stored.Kind, stored.Scope, stored.Text, stored.Help, stored.IsRequired, stored.Categories,
            [.. stored.Options.Select(option => new OptionTerms(option.Key, option.Text))], stored.ShownBy, stored.ShownByAnswer);
    }

    /// <summary>Whether both have the same values, categories in any order.</summary>
    public bool IsSame(QuestionTerms other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Categories = NoKeys, Options = NoOptions } == other with { Categories = NoKeys, Options = NoOptions }
            && Categories.ToHashSet(StringComparer.Ordinal).SetEquals(other.Categories) && Options.SequenceEqual(other.Options);
    }

    /// <summary>Validation errors, empty if valid. Whether the deciding question exists is the caller's to check.</summary>
    public IReadOnlyList<QuestionFault> Faults()
    {
        List<QuestionFault> faults = [];
        void Refuse(bool isWrong, string field, string sentence)
        {
            if (isWrong)
            {
                faults.Add(new QuestionFault(field, sentence));
            }
        }

        Refuse(!Enum.IsDefined(Kind), nameof(Kind), "Choose a kind.");
        Refuse(!Enum.IsDefined(Scope), nameof(Scope), "Choose whom to ask.");
        Refuse(!TypedText.IsName(TypedText.Line(Text), TextLengthMax), nameof(Text), "Enter a question of at most 200 characters.");
        Refuse(
            TypedText.Line(Help) is { } help && (help.Length > HelpLengthMax || !TypedText.IsText(help)), nameof(Help),
            "The hint has at most 300 printable characters.");
        Refuse(
            Categories.Count > CategoriesMax
                || Categories.Any(key => key is not { Length: > 0 and <= CategoryLengthMax } || !TypedText.IsText(key)),
            nameof(Categories), "Name the categories of the seating plan by their keys.");
        if (Kind == QuestionKind.Choice)
        {
            var texts = Options.Select(option => TypedText.Line(option.Text)).ToList();
            Refuse(texts.Count is < 2 or > OptionsMax, nameof(Options), "A choice has between 2 and 50 options.");
            Refuse(
                texts.Exists(text => text.Length is 0 or > OptionLengthMax || !TypedText.IsText(text)), nameof(Options),
                "Each option has a text of at most 100 characters.");
            Refuse(
                texts.Distinct(StringComparer.OrdinalIgnoreCase).Count() != texts.Count, nameof(Options), "Two options have the same text.");
            var keys = Options.Where(option => option.Key is not null).Select(option => option.Key).ToList();
            Refuse(keys.Distinct().Count() != keys.Count, nameof(Options), "Name each option once.");
        }
        else
        {
            Refuse(Options.Count > 0, nameof(Options), "Only a choice has options.");
        }

        Refuse((ShownBy is null) != (ShownByAnswer is null), nameof(ShownBy), CannotDecide.Sentence);
        return faults;
    }

    /// <summary>Sets valid options: known keys keep their place in the answers, new ones get the next key.</summary>
    /// <returns>False: a key is unknown, and nothing is changed.</returns>
    public bool TrySetOptions(EventQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (Options.Any(option => option.Key is { } key && !question.OptionKeys.Contains(key, StringComparer.Ordinal)))
        {
            return false;
        }

        var next = question.OptionKeys.Length;
        List<QuestionOption> offered =
        [
            .. Options.Select(option => new QuestionOption(
                option.Key ?? FormattableString.Invariant($"o{++next}"), TypedText.Line(option.Text))),
        ];
        var removed = question.OptionKeys.Zip(question.OptionTexts, (key, text) => new QuestionOption(key, text))
            .Where(option => offered.TrueForAll(kept => kept.Key != option.Key));
        List<QuestionOption> all = [.. offered, .. removed];
        question.OptionKeys = [.. all.Select(option => option.Key)];
        question.OptionTexts = [.. all.Select(option => option.Text)];
        question.OptionsOffered = offered.Count;
        return true;
    }
}
