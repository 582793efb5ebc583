using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>One of the two versions of a comparison: a load driver and the application that it starts.</summary>
/// <param name="Place">The path as typed.</param>
/// <param name="Driver">Path of the driver to run.</param>
/// <param name="Options">The driver's options that name the application; empty: that of its own tree.</param>
internal sealed record CompareTarget(string Place, string Driver, IReadOnlyList<string> Options)
{
    /// <summary>
    /// The version at a path: a file <c>*.dll</c> is an application, measured by this driver; a directory is a tree with its own
    /// driver and application.
    /// </summary>
    /// <exception cref="FormatException">There is nothing at the path, or the tree has not been built.</exception>
    public static CompareTarget Find(string place)
    {
        var path = Path.GetFullPath(place);
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            return File.Exists(path)
                ? new CompareTarget(place, typeof(CompareTarget).Assembly.Location, ["--app", path])
                : throw new FormatException($"There is no application at {place}.");
        }

        if (!Directory.Exists(path))
        {
            throw new FormatException($"There is no directory {place}.");
        }

        return File.Exists(Repository.DriverOf(path)) && File.Exists(Repository.AppOf(path))
            ? new CompareTarget(place, Repository.DriverOf(path), [])
            : throw new FormatException($"{place} has not been built: run 'dotnet build e2e/load/Ticketing.Load.csproj -c Release' there.");
    }
}
