using System.Globalization;

namespace Ticketing.Infrastructure.Messaging.Events.Log;

/// <summary>
/// A fact as the text of a stream's entry: its fields in lines, the payload last. No field before it has a line break, and PostgreSQL
/// writes jsonb in one line. Cheaper than JSON around JSON.
/// </summary>
internal static class FactText
{
    private const int Fields = 8;

    public static string Write(Fact fact) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fact.Id:N}\n{fact.Type}\n{fact.AggregateType}\n{fact.AggregateId}\n{fact.OrganizationId:N}\n{fact.CreatedAt.UtcTicks}\n{fact.TraceParent}\n{fact.Payload}");

    /// <exception cref="FormatException">The text is none of <see cref="Write"/>.</exception>
    public static Fact Read(string text, FactPosition position)
    {
        var fields = text.Split('\n', Fields);
        return fields.Length < Fields
            ? throw new FormatException($"The entry at {position} is no fact.")
            : new Fact(
                Guid.ParseExact(fields[0], "N"),
                fields[1],
                fields[2],
                fields[3],
                fields[4].Length == 0 ? null : Guid.ParseExact(fields[4], "N"),
                new DateTimeOffset(long.Parse(fields[5], CultureInfo.InvariantCulture), TimeSpan.Zero),
                fields[6].Length == 0 ? null : fields[6],
                fields[7],
                position);
    }
}
