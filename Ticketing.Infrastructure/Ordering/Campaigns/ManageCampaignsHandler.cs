using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Ordering.Campaigns;

/// <summary>Creates, changes and deletes campaigns of promo codes, with an audit entry in the same transaction.</summary>
public sealed class ManageCampaignsHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    public async Task<Outcome<PromoCampaignId, RefusedCampaign>> HandleAsync(CreateCampaign command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Organization, command.Caller);
        if (!caller.Runs(organization))
        {
            return new RefusedCampaign(CampaignRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.CampaignChanges, caller))
        {
            return new RefusedCampaign(CampaignRefusal.TooOften);
        }

        List<CampaignFault> faults = [.. command.Terms.Faults(), .. command.Codes?.Faults() ?? []];
        if (faults.Count > 0)
        {
            return new RefusedCampaign(CampaignRefusal.Invalid, faults);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return new RefusedCampaign(CampaignRefusal.NotFound);
        }

        if (!await db.IsOwnEventAsync(command.Terms.Event, organization, cancellationToken))
        {
            return WrongEvent();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Serialises creations, so that the maximum holds.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"campaigns " + organization}, 0))", cancellationToken);
        if (await db.Set<PromoCampaign>().CountAsync(found => found.OrganizationId == organization, cancellationToken) >= PromoCampaign.PerOrganizationMax)
        {
            return new RefusedCampaign(CampaignRefusal.LimitReached);
        }

        var now = time.GetDatabaseNow();
        var campaign = new PromoCampaign
        {
            Id = PromoCampaignId.New(),
            OrganizationId = organization,
            Name = "",
            Kind = command.Terms.Kind,
            Value = 0,
            Categories = [],
            CreatedAt = now,
            CreatedBy = caller.User,
        };
        campaign.Set(command.Terms);
        db.Add(campaign);
        AuditLog.Add(db, CampaignRows.Entry("promo-campaign.created", campaign.Id, null, campaign.ToAuditJson(), caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        if (command.Codes is { } codes && await db.InsertCodesAsync(campaign.Id, codes, now, cancellationToken) == 0)
        {
            return new RefusedCampaign(CampaignRefusal.CodeTaken);
        }

        await transaction.CommitAsync(cancellationToken);
        return campaign.Id;
    }

    public Task<Outcome<PromoCampaignId, RefusedCampaign>> HandleAsync(EditCampaign command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(
            new AmendCampaign(command.Organization, command.Campaign, _ => command.Terms, command.Caller), command.Seen, cancellationToken);
    }

    public Task<Outcome<PromoCampaignId, RefusedCampaign>> HandleAsync(AmendCampaign command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command, null, cancellationToken);
    }

    public async Task<Outcome<PromoCampaignId, RefusedCampaign>> HandleAsync(DeleteCampaign command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.CampaignChanges, command.Caller))
        {
            return new RefusedCampaign(CampaignRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockCampaignAsync(command.Organization, command.Campaign, command.Caller, cancellationToken) is not { } campaign)
        {
            return new RefusedCampaign(CampaignRefusal.NotFound);
        }

        // Ended orders refer to their code, too. One that is being placed holds a lock on its code, for which this waits.
        await db.LockCodesAsync(campaign.Id, cancellationToken);
        if (await db.HasOrdersAsync(campaign.Id, cancellationToken))
        {
            return new RefusedCampaign(CampaignRefusal.Used);
        }

        await db.PromoCodes.Where(code => code.CampaignId == campaign.Id).ExecuteDeleteAsync(cancellationToken);
        db.Remove(campaign);
        AuditLog.Add(db, CampaignRows.Entry(
            "promo-campaign.deleted", campaign.Id, campaign.ToAuditJson(), null, command.Caller.Actor, time.GetDatabaseNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return command.Campaign;
    }

    /// <param name="seen">The terms that the change is based on; null: those that are stored.</param>
    private async Task<Outcome<PromoCampaignId, RefusedCampaign>> ChangeAsync(
        AmendCampaign command, CampaignTerms? seen, CancellationToken cancellationToken)
    {
        if (!await limits.TryCountAsync(CommandLimits.CampaignChanges, command.Caller))
        {
            return new RefusedCampaign(CampaignRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockCampaignAsync(command.Organization, command.Campaign, command.Caller, cancellationToken) is not { } campaign)
        {
            return new RefusedCampaign(CampaignRefusal.NotFound);
        }

        var stored = CampaignTerms.Of(campaign);
        if (seen is not null && !seen.IsSame(stored))
        {
            return new RefusedCampaign(CampaignRefusal.Changed);
        }

        var terms = command.Change(stored);
        if (terms.Faults() is { Count: > 0 } faults)
        {
            return new RefusedCampaign(CampaignRefusal.Invalid, faults);
        }

        if (!await db.IsOwnEventAsync(terms.Event, campaign.OrganizationId, cancellationToken))
        {
            return WrongEvent();
        }

        // A new name alone does not stop the orders that use the codes.
        var isForCodes = !terms.IsSameForCodes(stored);
        if (isForCodes)
        {
            var uses = await db.LockCodesAsync(campaign.Id, cancellationToken);
            if (terms.Discount() != campaign.Discount && await db.HasOrdersAsync(campaign.Id, cancellationToken))
            {
                return new RefusedCampaign(CampaignRefusal.Used);
            }

            if (terms.UsesMax < uses)
            {
                return new RefusedCampaign(CampaignRefusal.BelowUses);
            }
        }

        var before = campaign.ToAuditJson();
        campaign.Set(terms);
        if (campaign.ToAuditJson() is var after && after != before)
        {
            AuditLog.Add(db, CampaignRows.Entry(
                "promo-campaign.changed", campaign.Id, before, after, command.Caller.Actor, time.GetDatabaseNow()));
            await db.SaveChangesAsync(cancellationToken);
            if (isForCodes)
            {
                await db.CopyTermsAsync(campaign.Id, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        return campaign.Id;
    }

    private static RefusedCampaign WrongEvent() => new(CampaignRefusal.Invalid, [CampaignTerms.OtherEvent]);
}
