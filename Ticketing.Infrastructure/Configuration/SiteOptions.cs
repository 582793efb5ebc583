using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Configuration;

/// <summary>Configuration section <c>Site</c>: the site's name and public URL.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    [Required, StringLength(60)]
    public string Name { get; set; } = "Ticketing";

    /// <summary>The public base URL, for links in mails and documents.</summary>
    [Required, HttpAddress]
    public Uri Url { get; set; } = new("http://localhost:5000");

    /// <summary>The directory of the owner's pages, such as <c>terms.en.md</c>; null: none are shown.</summary>
    public string? Pages { get; set; }

    /// <summary>The absolute URL of a path from <c>AppUrls</c>.</summary>
    public Uri Absolute(string path) => new(Url, path);
}

/// <summary>An absolute http or https address.</summary>
internal sealed class HttpAddressAttribute() : ValidationAttribute("The {0} field must be an address that begins with https:// or http://.")
{
    public override bool IsValid(object? value) =>
        value is Uri { IsAbsoluteUri: true } uri && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}

[OptionsValidator]
internal sealed partial class SiteOptionsValidator : IValidateOptions<SiteOptions>;
