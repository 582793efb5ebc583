namespace Ticketing.Load.Stack;

/// <summary>The repository this program was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string App { get; } = AppOf(Root);

    /// <summary>The built application of a tree.</summary>
    public static string AppOf(string root) => Path.Combine(root, "Ticketing.App", "bin", "Release", "net10.0", "Ticketing.App.dll");

    /// <summary>The built load driver of a tree.</summary>
    public static string DriverOf(string root) =>
        Path.Combine(root, "e2e", "load", "bin", "Release", "net10.0", "Ticketing.Load.dll");

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Ticketing.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("The repository is not above this program.");
        }

        return directory.FullName;
    }
}
