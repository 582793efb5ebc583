using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Messaging;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.Infrastructure.Catalog.Pictures;

/// <summary>Stores organizers' pictures. A picture belongs to its organization, whose events and drafts refer to it by its id.</summary>
/// <remarks>
/// Encoding takes up to some seconds of CPU time, which sales need too: one picture at a time is encoded per instance, on a thread of its
/// own, and few may wait, since each keeps its file in memory.
/// </remarks>
public sealed class EventPictures(
    IDbContextFactory<TicketingDbContext> contexts, IObjectStore store, CommandCounter limits, TimeProvider time) : IDisposable
{
    private const int WaitingMax = 8;
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _encoding = new(1);
    private int _waiting;

    /// <summary>Stores a picture.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ObjectStoreException">The object store is unavailable; nothing was stored.</exception>
    public async Task<Outcome<Guid, PictureRefusal>> HandleAsync(UploadPicture command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!command.Caller.RunsSomeOf(command.Organization))
        {
            return PictureRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.PictureUploads, command.Caller))
        {
            return PictureRefusal.TooOften;
        }

        return await StoreAsync(command, cancellationToken);
    }

    /// <summary>
    /// Whether the organization has this picture. Asked before an event or a draft refers to it: from now on it counts as used, until the
    /// sweep finds that nothing refers to it.
    /// </summary>
    public async Task<bool> ExistsAsync(Guid id, OrganizationId organization, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.Pictures.Where(
            picture => picture.Id == id && picture.OrganizationId == organization && picture.Status == PictureStatus.Ready);
        return await found.Where(picture => picture.UnusedSince != null)
                .ExecuteUpdateAsync(set => set.SetProperty(picture => picture.UnusedSince, (DateTimeOffset?)null), cancellationToken) > 0
            || await found.AnyAsync(cancellationToken);
    }

    public void Dispose() => _encoding.Dispose();

    private async Task<Outcome<Guid, PictureRefusal>> StoreAsync(UploadPicture command, CancellationToken cancellationToken)
    {
        if (await ReadAsync(command.Content, cancellationToken) is not { } file)
        {
            return PictureRefusal.TooLarge;
        }

        var measured = PictureRaster.Measure(file);
        if (!measured.Succeeded)
        {
            return measured.Refusal;
        }

        var encoded = await ReserveAndEncodeAsync(command, file, measured.Value, cancellationToken);
        if (!encoded.Succeeded)
        {
            return encoded.Refusal;
        }

        var picture = encoded.Value.Picture;
        foreach (var one in encoded.Value.Files)
        {
            await store.PutAsync(PictureKeys.Of(picture.OrganizationId, picture.Id, one.Name), one.Content, cancellationToken);
        }

        await FinishAsync(command, picture, cancellationToken);
        return picture.Id;
    }

    // Counted after the file was read: uploads over slow connections, which the server waits for, take no place from others.
    private async Task<Outcome<EncodedPicture, PictureRefusal>> ReserveAndEncodeAsync(
        UploadPicture command, byte[] file, PictureSize size, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > WaitingMax)
            {
                return PictureRefusal.TooOften;
            }

            var reserved = await ReserveAsync(command, size, cancellationToken);
            if (!reserved.Succeeded)
            {
                return reserved.Refusal;
            }

            // A picture without its files is removed by the sweep, with those that it has: what fails from here on leaves nothing.
            if (await EncodeAsync(file, cancellationToken) is { } files)
            {
                return new EncodedPicture(reserved.Value, files);
            }

            await ForgetAsync(reserved.Value, cancellationToken);
            return PictureRefusal.NotAPicture;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    // Null: it is longer than allowed. The declared length is not trusted.
    private static async Task<byte[]?> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (file.Length + read > UploadPicture.BytesMax)
            {
                return null;
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return file.ToArray();
    }

    private async Task<Outcome<Picture, PictureRefusal>> ReserveAsync(UploadPicture command, PictureSize size, CancellationToken cancellationToken)
    {
        var organization = command.Organization;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await OrganizationReader.ExistsAsync(db, organization, cancellationToken))
        {
            return PictureRefusal.NotFound;
        }

        // The count and the row are one step: two uploads at once do not both become the last one.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"pictures " + organization}, 0))", cancellationToken);
        var now = time.GetDatabaseNow();
        var since = now - Day;
        if (await db.Pictures.CountAsync(one => one.OrganizationId == organization && one.CreatedAt > since, cancellationToken)
            >= UploadPicture.PerOrganizationADay)
        {
            return PictureRefusal.TooOften;
        }

        var picture = new Picture
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Width = size.Width,
            Height = size.Height,
            Status = PictureStatus.Writing,
            CreatedAt = now,
            CreatedBy = command.Caller.User,
            UnusedSince = now,
        };
        db.Pictures.Add(picture);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return picture;
    }

    private async Task<IReadOnlyList<PictureFile>?> EncodeAsync(byte[] file, CancellationToken cancellationToken)
    {
        await _encoding.WaitAsync(cancellationToken);
        try
        {
            // A thread of its own: the pool's serve requests.
            return await Task.Factory.StartNew(
                () => PictureRaster.Encode(file), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _encoding.Release();
        }
    }

    private async Task FinishAsync(UploadPicture command, Picture picture, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Pictures.Attach(picture);
        picture.Status = PictureStatus.Ready;
        AuditLog.Add(
            db, "picture.uploaded", "organization", picture.OrganizationId.ToString(), null, new { picture.Id, picture.Width, picture.Height },
            command.Caller.Actor, time.GetDatabaseNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task ForgetAsync(Picture picture, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Pictures.Where(one => one.Id == picture.Id).ExecuteDeleteAsync(cancellationToken);
    }

    private sealed record EncodedPicture(Picture Picture, IReadOnlyList<PictureFile> Files);
}
