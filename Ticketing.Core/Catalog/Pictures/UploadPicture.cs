using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Catalog.Pictures;

/// <summary>Stand-in.</summary>
public sealed record UploadPicture(OrganizationId Organization, Stream Content, Caller Caller);

/// <summary>Stand-in.</summary>
public enum PictureRefusal
{
    NotFound,
    TooLarge,
    NotAPicture,
    TooSmall,
    TooOften,
}
