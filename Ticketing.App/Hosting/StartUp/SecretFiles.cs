using Ticketing.Infrastructure.Configuration;

namespace Ticketing.App.Hosting.StartUp;

/// <summary>Settings from files, as orchestrators mount secrets: neither the environment nor the command line shows them.</summary>
internal static class SecretFiles
{
    public const string DirectoryKey = "Secrets:Directory";

    /// <summary>
    /// Reads <c>Secrets:Directory</c>: one file per setting, named as its key with <c>__</c> for <c>:</c>. They win over all other sources.
    /// </summary>
    /// <exception cref="StartUpException">There is no such directory.</exception>
    public static void AddSecretFiles(this IConfigurationManager settings)
    {
        if (settings[DirectoryKey] is not { Length: > 0 } directory)
        {
            return;
        }

        if (!Directory.Exists(directory))
        {
            throw new StartUpException($"{DirectoryKey} is '{directory}', which does not exist.");
        }

        settings.AddKeyPerFile(Path.GetFullPath(directory), optional: false);
    }
}
