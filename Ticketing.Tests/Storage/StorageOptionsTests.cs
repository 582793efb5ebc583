using Ticketing.Infrastructure.Storage;

namespace Ticketing.Tests.Storage;

/// <summary>Half a configuration of S3 is refused; secrets are in no sentence.</summary>
public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData(null, null, null, null, true)]
    [InlineData("tickets", null, null, null, true)]
    [InlineData("tickets", "https://s3.example", "key", "secret-words", true)]
    [InlineData("tickets", "http://minio:9000", "key", "secret-words", true)]
    [InlineData("tickets", null, "key", null, false)]
    [InlineData("tickets", null, null, "secret-words", false)]
    [InlineData(null, null, "key", "secret-words", false)]
    [InlineData("tickets", "ftp://s3.example", null, null, false)]
    public void Options_OfABucket_AreWholeOrRefused(string? bucket, string? endpoint, string? access, string? secret, bool isValid)
    {
        var options = new StorageOptions
        {
            S3 = new S3Options { Bucket = bucket, Endpoint = endpoint is null ? null : new Uri(endpoint), AccessKey = access, SecretKey = secret },
        };

        var result = new StorageOptionsValidator().Validate(null, options);

        Assert.Equal(isValid, result.Succeeded);
        Assert.DoesNotContain("secret-words", string.Join(' ', result.Failures ?? []), StringComparison.Ordinal);
    }
}
