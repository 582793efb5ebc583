using System.Runtime.CompilerServices;

namespace Ticketing.Tests.Architecture;

/// <summary>Reads the repository's files for tests of source code.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", ".local", ".git", "TestResults"];

    public static string Root { get; } = Find();

    /// <summary>Source files with one of the extensions, as paths relative to the root.</summary>
    public static IEnumerable<string> Files(params string[] extensions) =>
        Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => extensions.Contains(Path.GetExtension(file)) && !file.Split('/').Intersect(Generated).Any());

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find([CallerFilePath] string thisFile = "")
    {
        var directory = Path.GetDirectoryName(thisFile);
        while (directory is not null && !File.Exists(Path.Combine(directory, "Ticketing.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new DirectoryNotFoundException("No Ticketing.sln above the tests' source.");
    }
}
