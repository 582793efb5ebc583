using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog.Pictures;

namespace Ticketing.App.Catalog.Api;

/// <summary>The addresses of an uploaded picture as WebP, by width: 480, 960 and 1600 pixels, or its own where it is narrower.</summary>
public sealed record PictureAnswer(string Small, string Medium, string Large)
{
    public static PictureAnswer Of(Guid id) => new(
        AppUrls.Picture(id, PictureSizes.Small), AppUrls.Picture(id, PictureSizes.Medium), AppUrls.Picture(id, PictureSizes.Large));

    /// <summary>Null: the event shows its artwork.</summary>
    public static PictureAnswer? OfEvent(Guid? id) => id is { } picture ? Of(picture) : null;
}

/// <summary>Answer of <c>POST /api/v1/organizer/organizations/{id}/pictures</c>.</summary>
public sealed record UploadedPictureAnswer(Guid Id, PictureAnswer Picture);

/// <summary>Maps refusals of pictures to problem+json.</summary>
internal static class PictureProblems
{
    private const string Field = "picture";

    public static ProblemHttpResult Of(PictureRefusal refusal) => refusal switch
    {
        PictureRefusal.NotFound => Problems.NotFound("There is no such organization."),
        PictureRefusal.TooLarge => Problems.Of(
            StatusCodes.Status413PayloadTooLarge, "body-too-large", "A picture can have at most 10 MB and 50 megapixels. Save it smaller and try again."),
        PictureRefusal.NotAPicture => Problems.Invalid(Field, "This is not a JPEG, PNG or WebP picture, or the file is damaged."),
        PictureRefusal.TooSmall => Problems.Invalid(Field, $"A picture must be at least {UploadPicture.WidthMin} pixels wide."),
        PictureRefusal.TooOften => Problems.Of(
            StatusCodes.Status429TooManyRequests, "too-many-requests", "There have been too many pictures within a short time. Wait a few minutes and try again."),
    };
}
