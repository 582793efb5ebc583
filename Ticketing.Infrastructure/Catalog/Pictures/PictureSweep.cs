using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>
/// Removes pictures that no event and no draft has shown for seven days, and what failed uploads have left. Repeated and concurrent passes
/// are harmless: a picture is first marked, in the statement that checks once more that it is unused, then its files are deleted, then its
/// row.
/// </summary>
public sealed partial class PictureSweep(
    IDbContextFactory<TicketingDbContext> contexts, IObjectStore store, IEnumerable<IPictureUses> uses, TimeProvider time, ILogger<PictureSweep> logger)
{
    private const int AtOnce = 500;
    private static readonly TimeSpan UnusedMax = TimeSpan.FromDays(7);

    // Far beyond what an upload takes.
    private static readonly TimeSpan WritingMax = TimeSpan.FromHours(1);

    private readonly IPictureUses[] _uses = [.. uses];

    /// <summary>One pass over all pictures.</summary>
    /// <returns>The number of removed pictures.</returns>
    public async Task<int> SweepOnceAsync(CancellationToken cancellationToken)
    {
        // Only the features that keep drafts know which pictures are unused.
        if (_uses.Length > 0)
        {
            Guid? last = Guid.Empty;
            while (last is { } after)
            {
                last = await JudgeAsync(after, cancellationToken);
            }
        }

        var removed = 0;
        int some;
        do
        {
            some = await RemoveAsync(cancellationToken);
            removed += some;
        }
        while (some == AtOnce);
        if (removed > 0)
        {
            LogRemoved(removed);
        }

        return removed;
    }

    // The last picture of a page; null: there are no more.
    private async Task<Guid?> JudgeAsync(Guid after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await db.Pictures.AsNoTracking().Where(picture => picture.Id > after && picture.Status == PictureStatus.Ready)
            .OrderBy(picture => picture.Id).Select(picture => picture.Id).Take(AtOnce).ToListAsync(cancellationToken);
        if (page.Count == 0)
        {
            return null;
        }

        var used = new HashSet<Guid>(await db.Events.Where(entry => entry.Picture != null && page.Contains(entry.Picture.Value))
            .Select(entry => entry.Picture!.Value).ToListAsync(cancellationToken));
        foreach (var one in _uses)
        {
            used.UnionWith(await one.UsedAsync(page, cancellationToken));
        }

        var now = time.GetDatabaseNow();
        var (shown, unused) = (page.FindAll(used.Contains), page.FindAll(id => !used.Contains(id)));
        await db.Pictures.Where(picture => shown.Contains(picture.Id) && picture.UnusedSince != null)
            .ExecuteUpdateAsync(set => set.SetProperty(picture => picture.UnusedSince, (DateTimeOffset?)null), cancellationToken);
        await db.Pictures.Where(picture => unused.Contains(picture.Id) && picture.UnusedSince == null)
            .ExecuteUpdateAsync(set => set.SetProperty(picture => picture.UnusedSince, (DateTimeOffset?)now), cancellationToken);

        // A draft that takes a picture from now on sets its time to null first (EventPictures.ExistsAsync).
        var limit = now - UnusedMax;
        await db.Pictures
            .Where(picture => unused.Contains(picture.Id) && picture.Status == PictureStatus.Ready && picture.UnusedSince <= limit
                && !db.Events.Any(entry => entry.Picture == picture.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(picture => picture.Status, PictureStatus.Removing), cancellationToken);
        return page[^1];
    }

    private async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var begun = time.GetDatabaseNow() - WritingMax;
        var leaving = await db.Pictures.AsNoTracking()
            .Where(picture => picture.Status == PictureStatus.Removing || (picture.Status == PictureStatus.Writing && picture.CreatedAt < begun))
            .OrderBy(picture => picture.Id).Take(AtOnce).ToListAsync(cancellationToken);
        foreach (var picture in leaving)
        {
            foreach (var file in PictureKeys.Files)
            {
                await store.DeleteAsync(PictureKeys.Of(picture.OrganizationId, picture.Id, file), cancellationToken);
            }

            await db.Pictures.Where(one => one.Id == picture.Id).ExecuteDeleteAsync(cancellationToken);
        }

        return leaving.Count;
    }

    [LoggerMessage(LogLevel.Information, "{Pictures} unused pictures were removed")]
    private partial void LogRemoved(int pictures);
}
