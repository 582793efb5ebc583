using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Configuration;

/// <summary>Settings under <c>Site</c>: what the shop is called and where it is.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    [Required, StringLength(60)]
    public string Name { get; set; } = "Ticketing";

    /// <summary>The address people reach the site at, for links in mails and documents.</summary>
    [Required]
    public Uri Url { get; set; } = new("http://localhost:5000");

    /// <summary>The site's address joined with a path from <c>AppUrls</c>.</summary>
    public Uri Absolute(string path) => new(Url, path);
}

[OptionsValidator]
internal sealed partial class SiteOptionsValidator : IValidateOptions<SiteOptions>;
