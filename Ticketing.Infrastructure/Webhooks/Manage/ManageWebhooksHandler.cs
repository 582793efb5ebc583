using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Organizations;

namespace Ticketing.Infrastructure.Webhooks.Manage;

/// <summary>
/// Creates and changes endpoints, with an audit entry in the same transaction. Owners and admins only; managers may look.
/// </summary>
public sealed class ManageWebhooksHandler(
    IDbContextFactory<TicketingDbContext> contexts, ReceiverRules rules, WebhookSecrets secrets, FactSignals signals, CommandCounter limits,
    TimeProvider time)
{
    public async Task<Outcome<RevealedWebhook, RefusedWebhook>> HandleAsync(CreateWebhook command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (organization, caller) = (command.Organization, command.Caller);
        if (!caller.IsOwnerOf(organization))
        {
            return new RefusedWebhook(caller.Runs(organization) ? WebhookRefusal.OwnersOnly : WebhookRefusal.NotFound);
        }

        if (!await limits.TryCountAsync(CommandLimits.WebhookChanges, caller))
        {
            return new RefusedWebhook(WebhookRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return new RefusedWebhook(WebhookRefusal.NotFound);
        }

        if (command.Terms.Faults(rules) is { Count: > 0 } faults)
        {
            return new RefusedWebhook(WebhookRefusal.Invalid, faults);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Serialises creations, so that the maximum holds.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({"webhooks " + organization}, 0))", cancellationToken);
        var existing = await db.Set<WebhookEndpoint>().CountAsync(found => found.OrganizationId == organization, cancellationToken);
        if (existing >= WebhookEndpoint.PerOrganizationMax)
        {
            return new RefusedWebhook(WebhookRefusal.TooMany);
        }

        var now = time.GetDatabaseNow();
        var (stored, text) = secrets.Create();
        var endpoint = WebhookEndpoint.Create(organization, command.Terms, rules, stored, caller.User, now);
        db.Add(endpoint);
        AuditLog.Add(db, WebhookAudit.Entry("webhook.created", endpoint.Id, null, endpoint.ToAuditJson(), caller.Actor, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RevealedWebhook(endpoint.Id, text);
    }

    public Task<Outcome<Guid, RefusedWebhook>> HandleAsync(EditWebhook command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Endpoint, command.Caller, "webhook.changed", (endpoint, _) =>
        {
            if (command.Terms.Faults(rules) is { Count: > 0 } faults)
            {
                return new RefusedWebhook(WebhookRefusal.Invalid, faults);
            }

            endpoint.Change(command.Terms, rules);
            return null;
        }, cancellationToken);
    }

    public async Task<Outcome<RevealedWebhook, RefusedWebhook>> HandleAsync(RotateWebhookSecret command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var (stored, text) = secrets.Create();
        var changed = await ChangeAsync(command.Endpoint, command.Caller, "webhook.secret-rotated", (endpoint, now) =>
        {
            endpoint.Rotate(stored, now);
            return null;
        }, cancellationToken);
        return changed.Succeeded ? new RevealedWebhook(changed.Value, text) : changed.Refusal;
    }

    public Task<Outcome<Guid, RefusedWebhook>> HandleAsync(DisableWebhook command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return ChangeAsync(command.Endpoint, command.Caller, "webhook.disabled", (endpoint, now) =>
        {
            if (endpoint.Status == WebhookStatus.Active)
            {
                endpoint.Disable(WebhookEnd.ByMember, now);
            }

            return null;
        }, cancellationToken);
    }

    public async Task<Outcome<Guid, RefusedWebhook>> HandleAsync(EnableWebhook command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var changed = await ChangeAsync(command.Endpoint, command.Caller, "webhook.enabled", (endpoint, _) =>
        {
            if (endpoint.Status == WebhookStatus.Disabled)
            {
                endpoint.Enable();
            }

            return null;
        }, cancellationToken);
        signals.AppliedBy(WebhooksConsumer.Name).Set();
        return changed;
    }

    public async Task<Outcome<Guid, RefusedWebhook>> HandleAsync(DeleteWebhook command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!await limits.TryCountAsync(CommandLimits.WebhookChanges, command.Caller))
        {
            return new RefusedWebhook(WebhookRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var endpoint = await db.LockEndpointAsync(command.Endpoint, cancellationToken);
        if (RefusalFor(endpoint, command.Caller) is { } refusal)
        {
            return new RefusedWebhook(refusal);
        }

        db.Remove(endpoint!);
        AuditLog.Add(db, WebhookAudit.Entry(
            "webhook.deleted", endpoint!.Id, endpoint.ToAuditJson(), null, command.Caller.Actor, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return endpoint.Id;
    }

    /// <summary>Null: the caller may change the endpoint.</summary>
    internal static WebhookRefusal? RefusalFor(WebhookEndpoint? endpoint, Caller caller) =>
        endpoint is null || !caller.Runs(endpoint.OrganizationId) ? WebhookRefusal.NotFound
        : caller.IsOwnerOf(endpoint.OrganizationId) ? null
        : WebhookRefusal.OwnersOnly;

    private async Task<Outcome<Guid, RefusedWebhook>> ChangeAsync(
        Guid id, Caller caller, string action, Func<WebhookEndpoint, DateTimeOffset, RefusedWebhook?> change,
        CancellationToken cancellationToken)
    {
        // Before the transaction: nothing outside of the database is awaited in it.
        if (!await limits.TryCountAsync(CommandLimits.WebhookChanges, caller))
        {
            return new RefusedWebhook(WebhookRefusal.TooOften);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var endpoint = await db.LockEndpointAsync(id, cancellationToken);
        if (RefusalFor(endpoint, caller) is { } refusal)
        {
            return new RefusedWebhook(refusal);
        }

        var (before, now) = (endpoint!.ToAuditJson(), time.GetDatabaseNow());
        if (change(endpoint, now) is { } refused)
        {
            return refused;
        }

        if (db.ChangeTracker.HasChanges())
        {
            AuditLog.Add(db, WebhookAudit.Entry(action, id, before, endpoint.ToAuditJson(), caller.Actor, now));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return id;
    }
}
