using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Organizations;

/// <summary>Reads and changes what owners decide about an organization. Owners and admins change it, managers may look.</summary>
public sealed class ChangeOrganizationHandler(
    OrganizationContexts reads, IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    /// <summary>Null: there is none, or the caller may not see its settings.</summary>
    public async Task<OrganizationTerms?> ReadAsync(OrganizationId id, Caller caller, CancellationToken cancellationToken)
    {
        await using var db = reads.ForRunner(caller);
        var found = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(organization => organization.Id == id, cancellationToken);
        return found is null ? null : OrganizationTerms.Of(found);
    }

    public async Task<Outcome<OrganizationTerms, RefusedTerms>> HandleAsync(ChangeOrganization command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (id, caller) = (command.Organization, command.Caller);
        if (!caller.IsOwnerOf(id))
        {
            return new RefusedTerms(caller.Runs(id) ? TermsRefusal.OwnersOnly : TermsRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.OrganizationChanges, caller))
        {
            return new RefusedTerms(TermsRefusal.TooOften);
        }

        if (command.Terms.Faults() is { Count: > 0 } faults)
        {
            return new RefusedTerms(TermsRefusal.Invalid, faults);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await OrganizationReader.LockAsync(db, id, cancellationToken) is not { } organization)
        {
            return new RefusedTerms(TermsRefusal.NotFound);
        }

        var before = OrganizationTerms.Of(organization);
        if (command.Seen is { } seen && seen != before)
        {
            return new RefusedTerms(TermsRefusal.Changed);
        }

        command.Terms.ApplyTo(organization);
        var after = OrganizationTerms.Of(organization);
        if (after != before)
        {
            OrganizationLog.Add(
                db, "organization.changed", id, new { id = id.Value, organization.Name }, before, after, caller.Actor, time.GetDatabaseNow());
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return after;
    }
}
