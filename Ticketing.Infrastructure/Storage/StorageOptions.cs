using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Storage;

/// <summary>Settings under <c>Storage</c>: where uploaded files are kept.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The folder of the files while no bucket is set; null: <c>objects</c> in the data directory.</summary>
    public string? Directory { get; set; }

    public S3Options S3 { get; set; } = new();
}

/// <summary>A bucket of a service that speaks the S3 protocol.</summary>
public sealed class S3Options
{
    /// <summary>Null: files are kept in a folder of this machine.</summary>
    public string? Bucket { get; set; }

    /// <summary>The service's address; null: Amazon's in <see cref="Region"/>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Part of the signature; services without regions take the default.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Null: the keys of the surroundings, such as a role of the machine.</summary>
    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }
}

/// <summary>Half a configuration is refused at the start.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var s3 = options.S3;
        if (string.IsNullOrEmpty(s3.Bucket))
        {
            return string.IsNullOrEmpty(s3.AccessKey) && string.IsNullOrEmpty(s3.SecretKey)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Storage:S3:Bucket is not set, but keys of S3 are.");
        }

        List<string> problems = [];
        if (s3.Endpoint is { } endpoint && !(endpoint.IsAbsoluteUri && (endpoint.Scheme == Uri.UriSchemeHttps || endpoint.Scheme == Uri.UriSchemeHttp)))
        {
            problems.Add("Storage:S3:Endpoint must be an address that begins with https:// or http://.");
        }

        if (string.IsNullOrWhiteSpace(s3.Region))
        {
            problems.Add("Storage:S3:Region must not be empty.");
        }

        if (string.IsNullOrEmpty(s3.AccessKey) != string.IsNullOrEmpty(s3.SecretKey))
        {
            problems.Add("Storage:S3:AccessKey and Storage:S3:SecretKey must be set together.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
