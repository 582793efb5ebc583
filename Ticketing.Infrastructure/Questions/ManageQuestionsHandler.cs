using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Questions;

/// <summary>
/// Creates, changes, sorts and removes questions of events, with an audit entry in the same transaction. Sales follow within two seconds, when
/// the instances read their selling facts again.
/// </summary>
/// <remarks>An advisory lock per event: a question never comes before the one that decides about it.</remarks>
public sealed class ManageQuestionsHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    private const string Subject = "question";

    public async Task<Outcome<QuestionId, RefusedQuestion>> HandleAsync(CreateQuestion command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.QuestionChanges, command.Caller))
        {
            return new RefusedQuestion(QuestionRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindOrganizationAsync(db, command.Event, cancellationToken) is not { } organization || !command.Caller.Runs(organization, command.Event))
        {
            return new RefusedQuestion(QuestionRefusal.NotFound);
        }

        await LockEventAsync(db, command.Event, cancellationToken);
        var shown = await ShownAsync(db, command.Event, cancellationToken);
        if (shown.Count >= EventQuestion.PerEventMax)
        {
            return new RefusedQuestion(QuestionRefusal.LimitReached);
        }

        var (terms, now) = (command.Terms, time.GetDatabaseNow());
        if (Check(terms, shown) is { Count: > 0 } faults)
        {
            return new RefusedQuestion(QuestionRefusal.Invalid, faults);
        }

        var question = new EventQuestion
        {
            Id = QuestionId.New(),
            OrganizationId = organization,
            EventId = command.Event,
            Position = shown.Select(other => other.Position).DefaultIfEmpty().Max() + 1,
            Kind = terms.Kind,
            Scope = terms.Scope,
            Text = "",
            Help = "",
            IsRequired = false,
            Categories = [],
            OptionKeys = [],
            OptionTexts = [],
            OptionsOffered = 0,
            CreatedAt = now,
        };
        if (!TrySet(question, terms))
        {
            return new RefusedQuestion(QuestionRefusal.Invalid, [QuestionTerms.OptionUnknown]);
        }

        db.Add(question);
        AuditLog.Add(
            db, AuditEntry.Of("question.created", Subject, question.Id.ToString(), null, question.ToAuditJson(), command.Caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return question.Id;
    }

    public Task<Outcome<QuestionId, RefusedQuestion>> HandleAsync(AmendQuestion command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Question, command.Caller, "question.changed", (question, shown) =>
        {
            var stored = QuestionTerms.Of(question);
            if (command.Seen is { } seen && !seen.IsSame(stored))
            {
                return new RefusedQuestion(QuestionRefusal.Changed);
            }

            // Kind and scope decide what the stored answers mean.
            var terms = command.Change(stored) with { Kind = question.Kind, Scope = question.Scope };
            var earlier = shown.Where(other => other.Position < question.Position).ToList();
            if (Check(terms, earlier) is { Count: > 0 } faults)
            {
                return new RefusedQuestion(QuestionRefusal.Invalid, faults);
            }

            var used = shown.Where(other => other.ShownBy == question.Id).Select(other => other.ShownByAnswer);
            if (question.Kind == QuestionKind.Choice && used.Any(key => terms.Options.All(option => option.Key != key)))
            {
                return new RefusedQuestion(QuestionRefusal.Depends);
            }

            return TrySet(question, terms) ? null : new RefusedQuestion(QuestionRefusal.Invalid, [QuestionTerms.OptionUnknown]);
        }, cancellationToken);
    }

    public Task<Outcome<QuestionId, RefusedQuestion>> HandleAsync(RemoveQuestion command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(
            command.Question, command.Caller, command.IsRemoved ? "question.removed" : "question.restored",
            (question, shown) =>
            {
                if (command.IsRemoved)
                {
                    if (shown.Exists(other => other.ShownBy == question.Id))
                    {
                        return new RefusedQuestion(QuestionRefusal.Depends);
                    }

                    question.RemovedAt ??= time.GetDatabaseNow();
                    return null;
                }

                if (question.RemovedAt is null)
                {
                    return null;
                }

                if (shown.Count >= EventQuestion.PerEventMax)
                {
                    return new RefusedQuestion(QuestionRefusal.LimitReached);
                }

                if (question.ShownBy is not null && !CanDepend(QuestionTerms.Of(question), shown.Where(other => other.Position < question.Position)))
                {
                    return new RefusedQuestion(QuestionRefusal.Depends);
                }

                question.RemovedAt = null;
                return null;
            },
            cancellationToken);
    }

    public Task<Outcome<QuestionId, RefusedQuestion>> HandleAsync(MoveQuestion command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Question, command.Caller, null, (question, shown) =>
        {
            var index = shown.FindIndex(other => other.Id == question.Id);
            var next = index + (command.Up ? -1 : 1);
            if (index < 0 || next < 0 || next >= shown.Count)
            {
                return null;
            }

            (shown[index], shown[next]) = (shown[next], shown[index]);
            var (former, latter) = command.Up ? (shown[next], shown[index]) : (shown[index], shown[next]);
            if (former.ShownBy == latter.Id)
            {
                return new RefusedQuestion(QuestionRefusal.Depends);
            }

            for (var i = 0; i < shown.Count; i++)
            {
                shown[i].Position = i + 1;
            }

            return null;
        }, cancellationToken);
    }

    // Null as action: it is not worth an audit entry.
    private async Task<Outcome<QuestionId, RefusedQuestion>> ChangeAsync(
        QuestionId id, Caller caller, string? action, Func<EventQuestion, List<EventQuestion>, RefusedQuestion?> change,
        CancellationToken cancellationToken)
    {
        if (!await limits.TryCountAsync(CommandLimits.QuestionChanges, caller))
        {
            return new RefusedQuestion(QuestionRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<EventQuestion>().Where(question => question.Id == id).Select(question => (EventId?)question.EventId)
            .SingleOrDefaultAsync(cancellationToken) is not { } of)
        {
            return new RefusedQuestion(QuestionRefusal.NotFound);
        }

        await LockEventAsync(db, of, cancellationToken);
        var found = await db.Set<EventQuestion>().SingleAsync(question => question.Id == id, cancellationToken);
        if (!caller.Runs(found.OrganizationId, found.EventId))
        {
            return new RefusedQuestion(QuestionRefusal.NotFound);
        }

        var before = found.ToAuditJson();
        if (change(found, await ShownAsync(db, of, cancellationToken)) is { } refused)
        {
            return refused;
        }

        if (action is not null && found.ToAuditJson() is var after && after != before)
        {
            AuditLog.Add(db, AuditEntry.Of(action, Subject, id.ToString(), before, after, caller.Actor, time.GetDatabaseNow()));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <param name="earlier">The questions that come before it.</param>
    private static IReadOnlyList<QuestionFault> Check(QuestionTerms terms, IReadOnlyList<EventQuestion> earlier) =>
        terms.Faults() is { Count: > 0 } faults ? faults
        : terms.ShownBy is not null && !CanDepend(terms, earlier) ? [QuestionTerms.CannotDecide]
        : [];

    private static bool CanDepend(QuestionTerms terms, IEnumerable<EventQuestion> earlier) => earlier.Any(other => other.Id == terms.ShownBy
        && other.CanBeAnsweredBy(terms.ShownByAnswer) && (other.Scope == QuestionScope.Order || terms.Scope == QuestionScope.Attendee));

    private static bool TrySet(EventQuestion question, QuestionTerms terms)
    {
        if (!terms.TrySetOptions(question))
        {
            return false;
        }

        (question.Text, question.Help, question.IsRequired) = (TypedText.Line(terms.Text), TypedText.Line(terms.Help), terms.IsRequired);
        question.Categories = [.. terms.Categories.Distinct(StringComparer.Ordinal)];
        (question.ShownBy, question.ShownByAnswer) = (terms.ShownBy, terms.ShownByAnswer);
        return true;
    }

    private static Task<List<EventQuestion>> ShownAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        db.Set<EventQuestion>().Where(question => question.EventId == id && question.RemovedAt == null)
            .OrderBy(question => question.Position).ThenBy(question => question.Id).ToListAsync(cancellationToken);

    private static Task<int> LockEventAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"questions " + id}, 0))", cancellationToken);

    private static async Task<OrganizationId?> FindOrganizationAsync(TicketingDbContext db, EventId id, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<Guid>($"SELECT organization_id AS \"Value\" FROM catalog_events WHERE id = {id.Value}")
            .ToListAsync(cancellationToken);
        return found is [var organization] ? new OrganizationId(organization) : null;
    }
}
