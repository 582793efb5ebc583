using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Seating.Editing;
using Ticketing.Core.Seating.Exchange;
using Ticketing.Core.Seating.Plans;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Seating.Drafts;

namespace Ticketing.Infrastructure.Seating;

/// <summary>What was read from a file.</summary>
/// <param name="Set">Replaces the draft's drawing; null: it is the same already.</param>
public sealed record ImportedDraft(PlanChangeSet? Set, IReadOnlyList<ExchangeNote> Notes);

/// <summary>Reads seating plans from files. Nothing is applied: the editor shows what was read and applies it as a change set.</summary>
public sealed class PlanImports(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    public async Task<Outcome<ImportedDraft, RefusedPlanEdit>> HandleAsync(ImportPlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!command.Caller.Runs(command.Organization)
            || await PlanDraftStore.FindPlanAsync(db, command.Plan, command.Organization, cancellationToken) is not { } plan)
        {
            return new RefusedPlanEdit(PlanEditRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.PlanVersions, command.Caller))
        {
            return new RefusedPlanEdit(PlanEditRefusal.TooOften);
        }

        var now = time.GetDatabaseNow();
        var draft = await PlanDraftStore.ReadAsync(db, plan, now, cancellationToken);

        // Ids of objects are part of seats' keys: those of a file must not meet those of sold seats.
        var prefix = string.Create(CultureInfo.InvariantCulture, $"i{draft.Revision}-");
        var reading = await PlanExchange.ReadAsync(command.File, ExchangeLimits.Default, prefix, cancellationToken);
        if (reading.Document is not { } read)
        {
            return new RefusedPlanEdit(PlanEditRefusal.Unreadable, Unread: reading.Refusal);
        }

        if (!TypedText.IsName(TypedText.Line(read.Name), PlanLimits.NameLengthMax))
        {
            return new RefusedPlanEdit(PlanEditRefusal.Unreadable, Unread: PlanReadRefusal.InvalidPlan);
        }

        // The plan keeps its name: it was chosen here.
        var document = PlanDraftStore.DocumentOf(draft.Document, plan);
        var set = PlanDifference.Between(document, read with { Name = document.Name }, Guid.CreateVersion7(now), "ImportPlan");
        if (set is not null && PlanEdit.Apply(document, set) is { Succeeded: false } invalid)
        {
            return new RefusedPlanEdit(PlanEditRefusal.InvalidChange, Invalid: invalid.Refusal);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await PlanVersionStore.SaveUnsavedAsync(
            db, await PlanDraftStore.LockAsync(db, plan, now, cancellationToken), command.Caller.User, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ImportedDraft(set, reading.Notes);
    }
}
