using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Tests.Access;
using Ticketing.Tests.Organizations;

namespace Ticketing.Tests.Catalog.Pictures;

/// <summary>Upload over the API, and the addresses of pictures' files. Who may: <see cref="AccessTests"/>.</summary>
public sealed class PictureApiTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static readonly byte[] Sample = SamplePictures.Quarters(1000, 800);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upload_AsBodyOrForm_IsServedAsImmutableFiles(bool isForm)
    {
        var (organization, client) = await OpenAsync(MemberRole.Manager);
        using HttpContent content = isForm ? Form(Sample) : Raw(Sample);

        using var uploaded = await client.PostAsync(AddressOf(organization), content, Stop);

        Assert.Equal(HttpStatusCode.Created, uploaded.StatusCode);
        var body = JsonDocument.Parse(await uploaded.Content.ReadAsStringAsync(Stop)).RootElement;
        var picture = body.GetProperty("picture");
        Assert.Equal(uploaded.Headers.Location!.OriginalString, picture.GetProperty("large").GetString());
        using var visitor = lab.App.CreateClient();
        foreach (var (address, type) in new[]
        {
            (picture.GetProperty("small").GetString()!, "image/webp"), (picture.GetProperty("medium").GetString()!, "image/webp"),
            (picture.GetProperty("large").GetString()!, "image/webp"), ($"/pictures/{body.GetProperty("id").GetGuid()}/preview.jpg", "image/jpeg"),
        })
        {
            using var file = await visitor.GetAsync(address, Stop);
            var bytes = await file.Content.ReadAsByteArrayAsync(Stop);
            Assert.Equal((HttpStatusCode.OK, type, bytes.Length), (file.StatusCode, file.Content.Headers.ContentType!.ToString(), (int)file.Content.Headers.ContentLength!));
            Assert.Equal("public, max-age=31536000, immutable", file.Headers.NonValidated["Cache-Control"].ToString());
            Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());

            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(file.Headers.ETag!);
            using var known = await visitor.SendAsync(again, Stop);
            Assert.Equal((HttpStatusCode.NotModified, 0), (known.StatusCode, (await known.Content.ReadAsByteArrayAsync(Stop)).Length));
            Assert.Equal(file.Headers.ETag, known.Headers.ETag);
        }
    }

    [Fact]
    public async Task Files_OfUnknownPicturesOrSizes_AreNotFound()
    {
        var (organization, client) = await OpenAsync(MemberRole.Owner);
        using var content = Raw(Sample);
        using var uploaded = await client.PostAsync(AddressOf(organization), content, Stop);
        var id = JsonDocument.Parse(await uploaded.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetGuid();

        foreach (var address in new[]
        {
            $"/pictures/{id}/481.webp", $"/pictures/{id}/1600.jpg", $"/pictures/{id}/480.webp.jpg", $"/pictures/{id}/-480.webp", $"/pictures/{id}/", $"/pictures/{id}",
            $"/pictures/{Guid.NewGuid()}/480.webp", $"/pictures/{Guid.Empty}/preview.jpg", $"/pictures/{organization}/480.webp",
            $"/pictures/..%2f{id}/480.webp", $"/pictures/{id}/..%2f{id}%2f480.webp", $"/pictures/{id}/%2e%2e/480.webp", $"/pictures/{id}%00/480.webp",
            "/pictures/480.webp", "/pictures/../appsettings.json",
        })
        {
            using var answer = await client.GetAsync(address, Stop);
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Upload_Refused_SaysWhy()
    {
        var (organization, client) = await OpenAsync(MemberRole.Owner);
        (HttpContent Content, HttpStatusCode Status, string Type)[] cases =
        [
            (Raw("no picture"u8.ToArray()), HttpStatusCode.UnprocessableEntity, "validation"),
            (Raw([]), HttpStatusCode.UnprocessableEntity, "validation"),
            (Raw(SamplePictures.Quarters(600, 600)), HttpStatusCode.UnprocessableEntity, "validation"),
            (new MultipartFormDataContent { { new StringContent("no file"), "text" } }, HttpStatusCode.UnprocessableEntity, "validation"),
            (Broken("multipart/form-data; boundary=x", "--x\r\nno header"), HttpStatusCode.UnprocessableEntity, "validation"),
            (Broken("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.jpg\"\r\n\r\nno end"),
                HttpStatusCode.UnprocessableEntity, "validation"),
            (Broken("multipart/form-data", "--x"), HttpStatusCode.UnprocessableEntity, "validation"),
            (Raw(new byte[UploadPicture.BytesMax + 1]), HttpStatusCode.RequestEntityTooLarge, "body-too-large"),
            (Raw(SamplePictures.WithDimensions(SamplePictures.Quarters(700, 700, SkiaSharp.SKEncodedImageFormat.Png), 20_000, 20_000)), HttpStatusCode.RequestEntityTooLarge, "body-too-large"),
        ];
        foreach (var (content, status, type) in cases)
        {
            using var answer = await client.PostAsync(AddressOf(organization), content, Stop);
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(type, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("type").GetString());
            content.Dispose();
        }
    }

    // A part that is far larger than the limit is not read to its end.
    [Fact]
    public async Task Upload_FarTooLarge_IsRefused()
    {
        var (organization, client) = await OpenAsync(MemberRole.Owner);
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(organization)) { Content = Form(new byte[3 * UploadPicture.BytesMax]) };
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static string AddressOf(Guid organization) => AppUrls.ApiPictures(organization);

    private static ByteArrayContent Raw(byte[] file) => new(file) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };

    private static MultipartFormDataContent Form(byte[] file) => new() { { new StringContent("text before"), "note" }, { new ByteArrayContent(file), "picture", "../../évil.jpg" } };

    private static StringContent Broken(string type, string body)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private async Task<(Guid Organization, HttpClient Client)> OpenAsync(MemberRole role)
    {
        var (organization, _) = await lab.FoundAsync();
        var email = await lab.App.RegisterAsync();
        await lab.Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) select $1, id, $3 from users where email = $2", organization.Id.Value, email,
            Core.Common.EnumWords.ToWord(role));
        var (_, signedIn) = await lab.App.PostJsonAsync("/api/v1/auth/login", new { email, password = AccessApp.Password });
        var client = lab.App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", signedIn.GetProperty("token").GetString());
        return (organization.Id.Value, client);
    }
}
