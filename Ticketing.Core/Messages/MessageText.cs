using System.Text.RegularExpressions;
using Ticketing.Core.Common;

namespace Ticketing.Core.Messages;

/// <summary>A message in one language. Both parts can have the fields of <see cref="MessageFields"/>.</summary>
/// <param name="Body">Markdown; HTML in it is shown as text.</param>
public sealed record MessageText(string Subject, string Body)
{
    public const int SubjectLengthMax = 150;
    public const int BodyLengthMax = 10_000;

    public static MessageText Empty { get; } = new("", "");

    public bool IsEmpty => Subject.Length == 0 && Body.Length == 0;

    public bool IsComplete => Subject.Length > 0 && Body.Length > 0;

    /// <summary>The text as it is kept: line breaks as LF, nothing around it.</summary>
    public static MessageText Typed(string? subject, string? body) =>
        new(TypedText.Line(subject), (body ?? "").ReplaceLineEndings("\n").Trim());

    /// <summary>Validation errors, empty if it can be kept as a draft.</summary>
    /// <param name="language">Ends the names of the fields: <c>SubjectEn</c>.</param>
    internal IEnumerable<MessageFault> Faults(string language)
    {
        if (Subject.Length > SubjectLengthMax || (Subject.Length > 0 && !TypedText.IsText(Subject)))
        {
            yield return new MessageFault(nameof(Subject) + language, "The subject can have at most 150 characters, without line breaks.");
        }
        else if (MessageFields.Unknown(Subject) is not null)
        {
            yield return new MessageFault(nameof(Subject) + language, "One of the fields in braces does not exist. Choose from the list below the text.");
        }

        if (Body.Length > BodyLengthMax || !PlainText.IsStorable(Body))
        {
            yield return new MessageFault(nameof(Body) + language, "The text can have at most 10,000 characters.");
        }
        else if (MessageFields.Unknown(Body) is not null)
        {
            yield return new MessageFault(nameof(Body) + language, "One of the fields in braces does not exist. Choose from the list below the text.");
        }
    }
}

/// <summary>The fields of a message that are replaced for each recipient: <c>{name}</c>.</summary>
public static partial class MessageFields
{
    public const string Name = "{name}";
    public const string Event = "{event}";
    public const string Date = "{date}";
    public const string Order = "{order}";

    /// <summary>The address of the order's page.</summary>
    public const string Link = "{link}";

    public static IReadOnlyList<string> All { get; } = [Name, Event, Date, Order, Link];

    /// <summary>The first field of a text that does not exist; null: all exist.</summary>
    public static string? Unknown(string text) =>
        Field().Matches(text).Select(match => match.Value).FirstOrDefault(field => !All.Contains(field));

    /// <summary>Replaces the fields of a subject; the values are taken as they are.</summary>
    public static string Fill(string text, Func<string, string> valueOf) =>
        Field().Replace(text, match => All.Contains(match.Value) ? valueOf(match.Value) : match.Value);

    [GeneratedRegex(@"\{[A-Za-z]{1,20}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
