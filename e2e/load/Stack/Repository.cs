namespace Ticketing.Load.Stack;

/// <summary>The repository this program was built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string App { get; } = Path.Combine(Root, "Ticketing.App", "bin", "Release", "net10.0", "Ticketing.App.dll");

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
