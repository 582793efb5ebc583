using System.IO.Pipelines;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Storage;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Catalog.Pictures;

/// <summary>Who may upload pictures, how many, and what a refused or failed upload leaves.</summary>
public sealed class EventPicturesTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static readonly byte[] Sample = SamplePictures.Quarters(800, 600);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private EventPictures Pictures => lab.Service<EventPictures>();

    [Fact]
    public async Task Upload_OfAManager_IsStoredWithAllFilesAndAudited()
    {
        var (organization, _) = await lab.FoundAsync();
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);

        var uploaded = await UploadAsync(organization.Id, manager);

        Assert.True(uploaded.Succeeded);
        Assert.Equal(
            $"ready 800x600 {manager.User}",
            await lab.Database.ScalarAsync<string>("select status || ' ' || width || 'x' || height || ' ' || created_by from pictures where id = $1", uploaded.Value));
        foreach (var file in new[] { "480.webp", "960.webp", "1600.webp", "1600.jpg" })
        {
            Assert.True(await lab.Service<IObjectStore>().ExistsAsync($"pictures/{organization.Id}/{uploaded.Value}/{file}", Stop), file);
        }

        Assert.Contains("picture.uploaded", await lab.ActionsAsync(organization.Id));
    }

    [Fact]
    public async Task Upload_OfOthers_FindsNothingAndReadsNothing()
    {
        var (organization, _) = await lab.FoundAsync();
        var (_, stranger) = await lab.FoundAsync("Südlicht");
        var callers = new List<Caller> { Caller.Guest, stranger, await lab.AccountAsync(role: Roles.Staff) };
        foreach (var role in new[] { MemberRole.BoxOffice, MemberRole.CheckIn, MemberRole.Analyst })
        {
            callers.Add(await lab.MemberAsync(organization.Id, role));
        }

        foreach (var caller in callers)
        {
            using var content = new MemoryStream(Sample);
            Assert.Equal(PictureRefusal.NotFound, (await Pictures.HandleAsync(new UploadPicture(organization.Id, content, caller), Stop)).Refusal);
            Assert.Equal(0, content.Position);
        }

        Assert.Equal(0L, await CountAsync(organization.Id));
    }

    [Fact]
    public async Task Upload_ForNoOrganization_IsNotFoundForAdmins()
    {
        var admin = await lab.AccountAsync(role: Roles.Admin);
        var (organization, _) = await lab.FoundAsync();

        Assert.Equal(PictureRefusal.NotFound, (await UploadAsync(OrganizationId.New(), admin)).Refusal);
        Assert.True((await UploadAsync(organization.Id, admin)).Succeeded);
    }

    [Fact]
    public async Task Upload_Refused_LeavesNothing()
    {
        var (organization, owner) = await lab.FoundAsync();
        var cut = SamplePictures.Quarters(900, 900)[..2000];

        Assert.Equal(PictureRefusal.TooLarge, (await UploadAsync(organization.Id, owner, new byte[UploadPicture.BytesMax + 1])).Refusal);
        Assert.Equal(PictureRefusal.NotAPicture, (await UploadAsync(organization.Id, owner, "no picture"u8.ToArray())).Refusal);
        Assert.Equal(PictureRefusal.NotAPicture, (await UploadAsync(organization.Id, owner, [])).Refusal);
        Assert.Equal(PictureRefusal.NotAPicture, (await UploadAsync(organization.Id, owner, cut)).Refusal);
        Assert.Equal(PictureRefusal.TooSmall, (await UploadAsync(organization.Id, owner, SamplePictures.Quarters(600, 900))).Refusal);

        Assert.Equal(0L, await CountAsync(organization.Id));
        Assert.DoesNotContain("picture.uploaded", await lab.ActionsAsync(organization.Id));
    }

    // Padding behind a picture: the limit is of the file, whatever is in it.
    [Fact]
    public async Task Upload_OfExactlyTheLimit_IsAccepted()
    {
        var (organization, owner) = await lab.FoundAsync();
        var file = new byte[UploadPicture.BytesMax];
        Sample.CopyTo(file, 0);

        Assert.True((await UploadAsync(organization.Id, owner, file)).Succeeded);
    }

    [Fact]
    public async Task Uploads_TooManyOfOneAccount_AreRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        for (var i = 0; i < CommandLimits.PictureUploads.PerAccount; i++)
        {
            Assert.Equal(PictureRefusal.NotAPicture, (await UploadAsync(organization.Id, owner, [])).Refusal);
        }

        Assert.Equal(PictureRefusal.TooOften, (await UploadAsync(organization.Id, owner)).Refusal);
        Assert.True((await UploadAsync(organization.Id, await lab.MemberAsync(organization.Id, MemberRole.Owner))).Succeeded);
    }

    [Fact]
    public async Task Uploads_AtOnceForTheLastOfADay_OneWins()
    {
        var (organization, _) = await lab.FoundAsync();
        await lab.Database.ExecuteAsync(
            """
            insert into pictures (id, organization_id, width, height, status, created_at)
            select gen_random_uuid(), $1, 800, 600, 'ready', now() - interval '23 hours' from generate_series(1, $2)
            """, organization.Id.Value, UploadPicture.PerOrganizationADay - 1);
        var callers = new List<Caller>();
        for (var i = 0; i < 5; i++)
        {
            callers.Add(await lab.MemberAsync(organization.Id, MemberRole.Manager));
        }

        var uploads = await Task.WhenAll(callers.Select(caller => UploadAsync(organization.Id, caller)));

        Assert.Single(uploads, upload => upload.Succeeded);
        Assert.All(uploads.Where(upload => !upload.Succeeded), upload => Assert.Equal(PictureRefusal.TooOften, upload.Refusal));
        Assert.Equal((long)UploadPicture.PerOrganizationADay, await CountAsync(organization.Id));
    }

    [Fact]
    public async Task Uploads_OverSlowConnections_TakeNoPlaceFromOthers()
    {
        var (organization, owner) = await lab.FoundAsync();
        var pipes = new List<Pipe>();
        var slow = new List<Task<Outcome<Guid, PictureRefusal>>>();
        for (var i = 0; i < 12; i++)
        {
            var caller = await lab.MemberAsync(organization.Id, MemberRole.Manager);
            pipes.Add(new Pipe());
            slow.Add(Pictures.HandleAsync(new UploadPicture(organization.Id, pipes[i].Reader.AsStream(), caller), Stop));
        }

        Assert.True((await UploadAsync(organization.Id, owner)).Succeeded);
        foreach (var pipe in pipes)
        {
            await pipe.Writer.CompleteAsync();
        }

        Assert.All(await Task.WhenAll(slow), upload => Assert.Equal(PictureRefusal.NotAPicture, upload.Refusal));
    }

    [Fact]
    public async Task Exists_OfAPicture_IsOfItsOrganizationAndReadyOnes()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (other, _) = await lab.FoundAsync("Südlicht");
        var picture = (await UploadAsync(organization.Id, owner)).Value;
        Assert.False(await lab.Database.ScalarAsync<bool>("select unused_since is null from pictures where id = $1", picture));

        Assert.False(await Pictures.ExistsAsync(picture, other.Id, Stop));
        Assert.False(await Pictures.ExistsAsync(Guid.NewGuid(), organization.Id, Stop));
        Assert.False(await lab.Database.ScalarAsync<bool>("select unused_since is null from pictures where id = $1", picture));
        Assert.True(await Pictures.ExistsAsync(picture, organization.Id, Stop));
        Assert.True(await lab.Database.ScalarAsync<bool>("select unused_since is null from pictures where id = $1", picture));
        Assert.True(await Pictures.ExistsAsync(picture, organization.Id, Stop));

        foreach (var status in new[] { "writing", "removing" })
        {
            await lab.Database.ExecuteAsync("update pictures set status = $2 where id = $1", picture, status);
            Assert.False(await Pictures.ExistsAsync(picture, organization.Id, Stop));
        }
    }

    [Fact]
    public async Task Upload_WithoutTheStore_FailsAndIsNeverShown()
    {
        var (organization, owner) = await lab.FoundAsync();
        using var pictures = new EventPictures(
            lab.Database.Contexts, new LocalObjectStore("/dev/null/objects"), lab.Service<CommandCounter>(), TimeProvider.System);

        using var content = new MemoryStream(Sample);
        await Assert.ThrowsAsync<ObjectStoreException>(() => pictures.HandleAsync(new UploadPicture(organization.Id, content, owner), Stop));

        var picture = await lab.Database.ScalarAsync<Guid>("select id from pictures where organization_id = $1 and status = 'writing'", organization.Id.Value);
        Assert.False(await Pictures.ExistsAsync(picture, organization.Id, Stop));
        Assert.Null(await lab.Service<PictureFiles>().FindAsync(picture, PictureSizes.Small, Stop));
    }

    private async Task<Outcome<Guid, PictureRefusal>> UploadAsync(OrganizationId organization, Caller caller, byte[]? file = null)
    {
        using var content = new MemoryStream(file ?? Sample);
        return await Pictures.HandleAsync(new UploadPicture(organization, content, caller), Stop);
    }

    private Task<long> CountAsync(OrganizationId organization) =>
        lab.Database.ScalarAsync<long>("select count(*) from pictures where organization_id = $1", organization.Value);
}
