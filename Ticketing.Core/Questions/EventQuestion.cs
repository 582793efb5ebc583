using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Questions;

public enum QuestionKind
{
    Text,

    /// <summary>One of the question's options.</summary>
    Choice,

    Number,
    Date,
    Phone,

    /// <summary>An ISO 3166-1 alpha-2 code.</summary>
    Country,

    /// <summary>A box to tick.</summary>
    Consent,
}

public enum QuestionScope
{
    /// <summary>Asked once per order.</summary>
    Order,

    /// <summary>Asked for each seat.</summary>
    Attendee,
}

/// <summary>
/// What an event's organizer asks its buyers. Kind and scope are fixed and options keep their keys, so that answers stay valid when the
/// texts are edited; a removed question stays for the answers that it has.
/// </summary>
public sealed class EventQuestion
{
    /// <summary>The maximum number of questions of an event that are not removed.</summary>
    public const int PerEventMax = 20;

    /// <summary>The answer to a consent that was given.</summary>
    public const string Yes = "yes";

    public required QuestionId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required EventId EventId { get; init; }

    /// <summary>Its place among the event's questions; lower ones come first.</summary>
    public required int Position { get; set; }

    public required QuestionKind Kind { get; init; }

    public required QuestionScope Scope { get; init; }

    public required string Text { get; set; }

    /// <summary>Shown below the text; empty: none.</summary>
    public required string Help { get; set; }

    public required bool IsRequired { get; set; }

    /// <summary>Asked only with seats of these categories of the plan; empty: all.</summary>
    public required string[] Categories { get; set; }

    /// <summary>The keys of all options that it ever had: the first <see cref="OptionsOffered"/> are offered, the others were removed.</summary>
    public required string[] OptionKeys { get; set; }

    /// <summary>The texts of <see cref="OptionKeys"/>.</summary>
    public required string[] OptionTexts { get; set; }

    public required int OptionsOffered { get; set; }

    /// <summary>An earlier choice or consent that decides whether it is asked; null: it is always asked.</summary>
    public QuestionId? ShownBy { get; set; }

    /// <summary>The answer of <see cref="ShownBy"/> after which it is asked: an option's key, or <see cref="Yes"/>.</summary>
    public string? ShownByAnswer { get; set; }

    /// <summary>When it was removed: it is not asked any more. Null: it is.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The options to choose from.</summary>
    public IEnumerable<QuestionOption> Options =>
        OptionKeys.Zip(OptionTexts, (key, text) => new QuestionOption(key, text)).Take(OptionsOffered);

    /// <summary>The text of an option, a removed one too; null: it has none with this key.</summary>
    public string? OptionText(string key) => Array.IndexOf(OptionKeys, key) is >= 0 and var index ? OptionTexts[index] : null;

    /// <summary>Whether other questions can depend on its answer.</summary>
    public bool Decides => Kind is QuestionKind.Choice or QuestionKind.Consent;

    /// <summary>Whether <paramref name="answer"/> is one that can be given.</summary>
    public bool CanBeAnsweredBy(string? answer) =>
        Kind == QuestionKind.Choice ? Options.Any(option => option.Key == answer) : Kind == QuestionKind.Consent && answer == Yes;

    /// <summary>Whether it is asked with a seat of this category.</summary>
    public bool IsFor(string category) => Categories.Length == 0 || Categories.Contains(category, StringComparer.Ordinal);

    /// <summary>The values that members change, for the audit log.</summary>
    public string ToAuditJson() => JsonSerializer.Serialize(
        new
        {
            kind = Kind.ToWord(),
            scope = Scope.ToWord(),
            text = Text,
            help = Help,
            required = IsRequired,
            categories = Categories,
            options = Options.Select(option => option.Text),
            shownBy = ShownBy?.Value,
            shownByAnswer = ShownByAnswer,
            removed = RemovedAt is not null,
        },
        JsonSerializerOptions.Web);
}

/// <param name="Key">Stays when the text is edited.</param>
public sealed record QuestionOption(string Key, string Text);
