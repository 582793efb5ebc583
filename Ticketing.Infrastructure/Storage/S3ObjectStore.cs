using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Ticketing.Infrastructure.Storage;

/// <summary>
/// Objects in a bucket of a service that speaks the S3 protocol, with path-style addresses (<c>endpoint/bucket/key</c>). Requests are signed
/// with their content's hash and are not chunked, which all such services support.
/// </summary>
internal sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private const string NoSuchBucket = "NoSuchBucket";
    private const int RetriesMax = 2;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    public S3ObjectStore(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = true,
            AuthenticationRegion = options.Region,
            Timeout = Timeout,
            MaxErrorRetry = RetriesMax,
            // Checksums in trailers are younger than most services that are compatible with S3.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        _bucket = options.Bucket!;
        // Without keys the client takes those of its surroundings: a role of the machine, a mounted token.
        _client = options.AccessKey is { Length: > 0 } key
            ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey), config)
            : new AmazonS3Client(config);
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        await _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _bucket,
                Key = key,
                ContentType = ObjectKey.ContentTypeOf(key),
                InputStream = stream,
                AutoCloseStream = false,
                UseChunkEncoding = false,
            },
            cancellationToken);
        return true;
    }, cancellationToken);

    public Task<StoredObject?> FindAsync(string key, CancellationToken cancellationToken) => RunAsync<StoredObject?>(async () =>
    {
        var contentType = ObjectKey.ContentTypeOf(key);
        try
        {
            var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _bucket, Key = key }, cancellationToken);
            return new StoredObject(answer.ResponseStream, contentType, answer.ContentLength, answer);
        }
        catch (AmazonS3Exception none) when (IsMissing(none))
        {
            return null;
        }
    }, cancellationToken);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        _ = ObjectKey.ContentTypeOf(key);
        try
        {
            await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = key }, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception none) when (IsMissing(none))
        {
            return false;
        }
    }, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        _ = ObjectKey.ContentTypeOf(key);
        try
        {
            await _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = key }, cancellationToken);
        }
        catch (AmazonS3Exception none) when (IsMissing(none))
        {
            // There is no such object; S3 itself answers that it is deleted.
        }

        return true;
    }, cancellationToken);

    public void Dispose() => _client.Dispose();

    // An answer to HEAD has no body, and so no code.
    private static bool IsMissing(AmazonS3Exception refused) => refused.StatusCode == HttpStatusCode.NotFound && refused.ErrorCode != NoSuchBucket;

    private static bool IsOutage(Exception cause) =>
        cause is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    private static async Task<T> RunAsync<T>(Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation();
        }
        catch (Exception cause) when (IsOutage(cause) || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ObjectStoreException($"The object store does not answer as expected: {cause.Message}", cause);
        }
    }
}
