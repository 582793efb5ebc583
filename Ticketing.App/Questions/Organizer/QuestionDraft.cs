using Ticketing.Core.Common;
using Ticketing.Core.Questions;

namespace Ticketing.App.Questions.Organizer;

/// <summary>The typed values of a question's form.</summary>
public sealed class QuestionDraft
{
    public QuestionKind Kind { get; set; }

    public QuestionScope Scope { get; set; }

    public string Text { get; set; } = "";

    public string Help { get; set; } = "";

    public bool IsRequired { get; set; }

    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);

    public List<TypedOption> Options { get; } = [new TypedOption(), new TypedOption()];

    /// <summary>The id of the deciding question and its answer, as <see cref="ConditionOf"/> writes them; empty: always asked.</summary>
    public string Condition { get; set; } = "";

    public static string ConditionOf(QuestionId question, string answer) => $"{question.Value}={answer}";

    public static QuestionDraft Of(EventQuestion stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var draft = new QuestionDraft
        {
            Kind = stored.Kind,
            Scope = stored.Scope,
            Text = stored.Text,
            Help = stored.Help,
            IsRequired = stored.IsRequired,
            Condition = stored is { ShownBy: { } by, ShownByAnswer: { } answer } ? ConditionOf(by, answer) : "",
        };
        draft.Categories.UnionWith(stored.Categories);
        if (stored.Kind == QuestionKind.Choice)
        {
            draft.Options.Clear();
            draft.Options.AddRange(stored.Options.Select(option => new TypedOption { Key = option.Key, Text = option.Text }));
        }

        return draft;
    }

    public QuestionTerms ToTerms()
    {
        var parts = Condition.Split('=', 2);
        var by = parts.Length == 2 && Guid.TryParse(parts[0], out var id) ? new QuestionId(id) : (QuestionId?)null;
        return new QuestionTerms(
            Kind, Scope, Text, Help, IsRequired, [.. Categories],
            Kind == QuestionKind.Choice
                ? [.. Options.Where(option => option.Key is not null || option.Text.Trim().Length > 0).Select(option => new OptionTerms(option.Key, option.Text))]
                : [],
            by, by is null ? null : parts[1]);
    }

    /// <summary>An option in its field.</summary>
    public sealed class TypedOption
    {
        /// <summary>Null: a new one.</summary>
        public string? Key { get; init; }

        public string Text { get; set; } = "";
    }
}
