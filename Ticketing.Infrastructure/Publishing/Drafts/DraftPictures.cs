using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Publishing.Drafts;

/// <summary>The pictures that drafts show, or that an undo could bring back.</summary>
internal sealed class DraftPictures(IDbContextFactory<TicketingDbContext> contexts) : IPictureUses
{
    public async Task<IReadOnlySet<Guid>> UsedAsync(IReadOnlyCollection<Guid> pictures, CancellationToken cancellationToken)
    {
        string[] wanted = [.. pictures.Select(picture => picture.ToString())];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var used = await db.Database.SqlQuery<Guid>(
            $"""
            SELECT DISTINCT (document->'details'->>'picture')::uuid AS "Value" FROM event_draft_revisions WHERE document->'details'->>'picture' = ANY({wanted})
            UNION
            SELECT (published_document->'details'->>'picture')::uuid FROM event_drafts WHERE published_document->'details'->>'picture' = ANY({wanted})
            """).ToListAsync(cancellationToken);
        return used.ToHashSet();
    }
}
