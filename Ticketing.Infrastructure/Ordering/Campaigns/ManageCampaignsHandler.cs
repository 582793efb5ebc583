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

    public async Task<Outcome<PromoCampaignId, RefusedCampaign>> HandleAsync(EditCampaign command, CancellationToken cancellationToken)
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

        if (command.Terms.Faults() is { Count: > 0 } faults)
        {
            return new RefusedCampaign(CampaignRefusal.Invalid, faults);
        }

        if (!await db.IsOwnEventAsync(command.Terms.Event, campaign.OrganizationId, cancellationToken))
        {
            return WrongEvent();
        }

        var uses = await db.LockCodesAsync(campaign.Id, cancellationToken);
        if (command.Terms.Discount() != campaign.Discount && await db.HasOrdersAsync(campaign.Id, cancellationToken))
        {
            return new RefusedCampaign(CampaignRefusal.Used);
        }

        if (command.Terms.UsesMax < uses)
        {
            return new RefusedCampaign(CampaignRefusal.BelowUses);
        }

        var before = campaign.ToAuditJson();
        campaign.Set(command.Terms);
        if (campaign.ToAuditJson() is var after && after != before)
        {
            AuditLog.Add(db, CampaignRows.Entry(
                "promo-campaign.changed", campaign.Id, before, after, command.Caller.Actor, time.GetDatabaseNow()));
            await db.SaveChangesAsync(cancellationToken);
            await db.CopyTermsAsync(campaign.Id, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return campaign.Id;
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

    private static RefusedCampaign WrongEvent() => new(CampaignRefusal.Invalid, [CampaignTerms.OtherEvent]);
}
