using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog.Pictures;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog.Pictures;
using Ticketing.Infrastructure.Storage;

namespace Ticketing.App.Catalog.Api;

/// <summary>Pictures' files, and their upload over the API. Who may upload is decided by the handler.</summary>
internal static class PictureEndpoints
{
    // A form around the file: boundaries and headers of its parts.
    private const int FormBytesMax = 64 * 1024;

    // The files of an id never change.
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void MapPictures(this WebApplication app)
    {
        app.MapGet("/pictures/{id:guid}/{width:int}.webp", (Guid id, int width, HttpContext context, PictureFiles pictures) =>
            AnswerAsync(context, $"{id:N}-{width}", () => pictures.FindAsync(id, width, context.RequestAborted))).ExcludeFromDescription();
        app.MapGet("/pictures/{id:guid}/preview.jpg", (Guid id, HttpContext context, PictureFiles pictures) =>
            AnswerAsync(context, $"{id:N}-preview", () => pictures.FindPreviewAsync(id, context.RequestAborted))).ExcludeFromDescription();
        app.MapPost(AppUrls.ApiOrganizations + "/{id:guid}/pictures", UploadAsync).WithTags("Organizers").RequireAuthorization()
            .WithName("UploadPicture")
            .WithSummary("Store a picture for an organization's events: the file as the body, or as a part of multipart/form-data; JPEG, PNG or WebP, at most 10 MB")
            .WithMetadata(new RequestSizeLimitAttribute(UploadPicture.BytesMax + FormBytesMax))
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.RequestBody = DescribeFile();
                return Task.CompletedTask;
            });
    }

    private static OpenApiRequestBody DescribeFile()
    {
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
        var form = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["picture"] = file } };
        return new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["image/jpeg"] = new() { Schema = file },
                ["image/png"] = new() { Schema = file },
                ["image/webp"] = new() { Schema = file },
                ["multipart/form-data"] = new() { Schema = form },
            },
        };
    }

    private static async Task AnswerAsync(HttpContext context, string name, Func<Task<StoredObject?>> findAsync)
    {
        var response = context.Response;
        var tag = new EntityTagHeaderValue($"\"{name}\"");
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            SayImmutable();
            return;
        }

        await using var file = await findAsync();
        if (file is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        SayImmutable();
        response.ContentType = file.ContentType;
        response.ContentLength = file.Length;
        await file.Content.CopyToAsync(response.Body, context.RequestAborted);

        void SayImmutable()
        {
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = Immutable;
        }
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<UploadedPictureAnswer>, ProblemHttpResult>> UploadAsync(
        Guid id, HttpContext context, EventPictures pictures, CurrentActor actor)
    {
        var caller = await actor.ReadAsync(context.RequestAborted);
        await using var file = await FileOfAsync(context.Request, context.RequestAborted);
        try
        {
            var uploaded = await pictures.HandleAsync(new UploadPicture(new OrganizationId(id), file, caller), context.RequestAborted);
            return uploaded.Succeeded
                ? TypedResults.Created(
                    AppUrls.Picture(uploaded.Value, PictureSizes.Large), new UploadedPictureAnswer(uploaded.Value, PictureAnswer.Of(uploaded.Value)))
                : PictureProblems.Of(uploaded.Refusal);
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return PictureProblems.Of(PictureRefusal.NotAPicture);
        }
    }

    // The first file of a form, or the body itself. A form that cannot be read has an empty file, which is no picture.
    private static async Task<Stream> FileOfAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return request.Body;
        }

        if (HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            return Stream.Null;
        }

        try
        {
            var reader = new MultipartReader(boundary.ToString(), request.Body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                {
                    return section.Body;
                }
            }
        }
        catch (Exception unreadable) when (IsUnreadable(unreadable))
        {
            return Stream.Null;
        }

        return Stream.Null;
    }

    // A form whose parts have no end or no headers. A body that is too large, and the store's outage, have answers of their own.
    private static bool IsUnreadable(Exception cause) =>
        cause is InvalidDataException || (cause is IOException and not (BadHttpRequestException or ObjectStoreException));
}
