using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Questions;

/// <summary>Questions of events for who sells: read with the selling facts of performances.</summary>
public static class AskedQuestions
{
    /// <summary>The columns that <see cref="Read"/> needs, of the performances <c>@ids</c>.</summary>
    internal const string Sql = """
        SELECT p.id AS performance_id, q.*
        FROM asked_questions q
        JOIN catalog_performances p ON p.event_id = q.event_id
        WHERE p.id = ANY(@ids) AND q.removed_at IS NULL
        ORDER BY p.id, q.position, q.id
        """;

    /// <summary>All questions of an event by position, removed ones too.</summary>
    public static Task<List<EventQuestion>> OfEventAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        db.Set<EventQuestion>().AsNoTracking().Where(question => question.EventId == id)
            .OrderBy(question => question.Position).ThenBy(question => question.Id).ToListAsync(cancellationToken);

    internal static (PerformanceId Performance, EventQuestion Question) Read(NpgsqlDataReader row) => (
        new PerformanceId(row.GetGuid("performance_id")),
        new EventQuestion
        {
            Id = new QuestionId(row.GetGuid("id")),
            OrganizationId = new OrganizationId(row.GetGuid("organization_id")),
            EventId = new EventId(row.GetGuid("event_id")),
            Position = row.GetInt32("position"),
            Kind = EnumWords.FromWord<QuestionKind>(row.GetString("kind")),
            Scope = EnumWords.FromWord<QuestionScope>(row.GetString("scope")),
            Text = row.GetString("text"),
            Help = row.GetString("help"),
            IsRequired = row.GetBoolean("is_required"),
            Categories = row.GetFieldValue<string[]>("categories"),
            OptionKeys = row.GetFieldValue<string[]>("option_keys"),
            OptionTexts = row.GetFieldValue<string[]>("option_texts"),
            OptionsOffered = row.GetInt32("options_offered"),
            ShownBy = row.IsDBNull("shown_by") ? null : new QuestionId(row.GetGuid("shown_by")),
            ShownByAnswer = row.IsDBNull("shown_by_answer") ? null : row.GetString("shown_by_answer"),
            CreatedAt = row.GetFieldValue<DateTimeOffset>("created_at"),
        });
}
