using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Campaigns;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;

namespace Ticketing.Infrastructure.Ordering.Campaigns;

/// <summary>Adds codes to a campaign: all that are asked for, or none.</summary>
public sealed class PromoCodesHandler(IDbContextFactory<TicketingDbContext> contexts, CommandCounter limits, TimeProvider time)
{
    /// <returns>The number of codes made.</returns>
    public async Task<Outcome<int, RefusedCampaign>> HandleAsync(MakePromoCodes command, CancellationToken cancellationToken)
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

        if (command.Codes.Faults() is { Count: > 0 } faults)
        {
            return new RefusedCampaign(CampaignRefusal.Invalid, faults);
        }

        var wanted = command.Codes.Code is null ? command.Codes.Count : 1;
        if (await db.PromoCodes.CountAsync(code => code.CampaignId == campaign.Id, cancellationToken) + wanted > PromoCampaign.CodesMax)
        {
            return new RefusedCampaign(CampaignRefusal.LimitReached);
        }

        var now = time.GetDatabaseNow();
        var made = await db.InsertCodesAsync(campaign.Id, command.Codes, now, cancellationToken);
        if (made == 0)
        {
            return new RefusedCampaign(CampaignRefusal.CodeTaken);
        }

        AuditLog.Add(db, CampaignRows.Entry(
            "promo-campaign.codes-made", campaign.Id, null, JsonSerializer.Serialize(new { count = made }), command.Caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made;
    }
}
