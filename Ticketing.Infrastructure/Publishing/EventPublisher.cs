using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Publishing.Drafts;
using Ticketing.Infrastructure.Publishing.Publish;

namespace Ticketing.Infrastructure.Publishing;

/// <summary>Handles <see cref="PublishEvent"/>. Who runs the organization's sales publishes.</summary>
public sealed class EventPublisher(
    IDbContextFactory<TicketingDbContext> contexts, Publication publication, CommandCounter limits, TimeProvider time)
{
    // A set time further ahead is a mistake.
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(366);

    public async Task<Outcome<EventDraftView, RefusedDraft>> HandleAsync(PublishEvent command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await DraftStore.FindOwnerAsync(db, command.Event, cancellationToken) is not { } owner || !command.Caller.Runs(owner, command.Event))
            {
                return new RefusedDraft(DraftRefusal.NotFound);
            }
        }

        if (!await limits.TryCountAsync(CommandLimits.EventChanges, command.Caller))
        {
            return new RefusedDraft(DraftRefusal.TooOften);
        }

        var now = time.GetUtcNow();
        return command.At is { } at && (at <= now || at > now + AheadMax)
            ? new RefusedDraft(DraftRefusal.Invalid)
            : await publication.RunAsync(
                new PublicationWish(command.Event, command.Seen, command.At?.ToUniversalTime(), PublicationCause.Member, command.Caller.Actor),
                cancellationToken);
    }
}
