using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Organizations.Desk;

/// <summary>Payload of the facts that ask for a mail to an owner about an admin's decision.</summary>
/// <param name="Link">The organization's first page.</param>
/// <param name="Reason">Why it was suspended; empty for an approval.</param>
internal sealed record DecisionMail(string Email, string Name, string Link, string Locale, string Organization, string Reason);

/// <summary>
/// Approves and suspends organizations and sets their plans; admins only. Whether events are public follows from the status in the database
/// (<c>event_is_public</c>), so that a decision takes effect with its commit.
/// </summary>
public sealed class DecideOrganizationHandler(
    IDbContextFactory<TicketingDbContext> contexts, OrganizationLinks links, TimeProvider time)
{
    /// <summary>The type of the mail facts about an approval.</summary>
    internal const string ApprovedMail = "account.organization-approved";

    /// <summary>The type of the mail facts about a suspension.</summary>
    internal const string SuspendedMail = "account.organization-suspended";

    public Task<Outcome<OrganizationStatus, DecisionRefusal>> HandleAsync(ApproveOrganization command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return DecideAsync(command.Organization, command.Caller, OrganizationStatus.Approved, null, cancellationToken);
    }

    public async Task<Outcome<OrganizationStatus, DecisionRefusal>> HandleAsync(SuspendOrganization command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reason = TypedText.Line(command.Reason);
        return command.Caller.IsAdmin && !TypedText.IsName(reason, Organization.ReasonLengthMax)
            ? DecisionRefusal.ReasonNeeded
            : await DecideAsync(command.Organization, command.Caller, OrganizationStatus.Suspended, reason, cancellationToken);
    }

    public async Task<Outcome<OrganizationPlan, DecisionRefusal>> HandleAsync(SetOrganizationPlan command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.IsAdmin)
        {
            return DecisionRefusal.NotFound;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await OrganizationReader.LockAsync(db, command.Organization, cancellationToken) is not { } organization)
        {
            return DecisionRefusal.NotFound;
        }

        if (organization.Plan != command.Plan)
        {
            OrganizationLog.Add(
                db, "organization.plan-set", organization.Id, new { id = organization.Id.Value, plan = command.Plan.ToWord() },
                new { plan = organization.Plan.ToWord() }, new { plan = command.Plan.ToWord() }, command.Caller.Actor, time.GetDatabaseNow());
            organization.Plan = command.Plan;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return organization.Plan;
    }

    private async Task<Outcome<OrganizationStatus, DecisionRefusal>> DecideAsync(
        OrganizationId id, Caller caller, OrganizationStatus status, string? reason, CancellationToken cancellationToken)
    {
        if (!caller.IsAdmin)
        {
            return DecisionRefusal.NotFound;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await OrganizationReader.LockAsync(db, id, cancellationToken) is not { } organization)
        {
            return DecisionRefusal.NotFound;
        }

        if (organization.Status == status && organization.StatusReason == reason)
        {
            return status;
        }

        var (before, now) = (organization.Status, time.GetDatabaseNow());
        var type = status == OrganizationStatus.Approved ? "organization.approved" : "organization.suspended";
        OrganizationLog.Add(
            db, type, id, new { id = id.Value, status = status.ToWord() }, new { status = before.ToWord(), reason = organization.StatusReason },
            new { status = status.ToWord(), reason }, caller.Actor, now);
        (organization.Status, organization.StatusReason) = (status, reason);
        (organization.DecidedAt, organization.DecidedBy) = (now, caller.User);
        await OwnerMails.AddAsync(
            db, organization.Id, status == OrganizationStatus.Approved ? ApprovedMail : SuspendedMail,
            owner => new DecisionMail(
                owner.Email, owner.Name, links.Home(organization.Slug).AbsoluteUri, owner.Locale, organization.Name,
                organization.StatusReason ?? ""),
            now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return status;
    }
}
