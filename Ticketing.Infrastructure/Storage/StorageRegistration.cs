using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Configuration;

namespace Ticketing.Infrastructure.Storage;

public static class StorageRegistration
{
    private const string Folder = "objects";

    /// <summary>Adds the object store: a bucket of S3 if one is configured, else a folder of this machine.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddValidatedOptions<StorageOptions, StorageOptionsValidator>(StorageOptions.Section)
        .AddSingleton<IObjectStore>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            return string.IsNullOrEmpty(options.S3.Bucket)
                ? new LocalObjectStore(options.Directory is { Length: > 0 } directory
                    ? directory
                    : Path.Combine(provider.GetRequiredService<IConfiguration>()["Data:Directory"] ?? ".local", Folder))
                : new S3ObjectStore(options.S3);
        });
}
