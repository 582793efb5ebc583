namespace Ticketing.Load.Stack;

/// <summary>A directory for one run's data, deleted on dispose.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly List<string> _elsewhere = [];

    public Workspace(string parent)
    {
        Root = Path.Combine(Path.GetFullPath(parent), "ticketing-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>Adds a directory to delete on dispose.</summary>
    public void Owns(string directory)
    {
        if (!directory.StartsWith(Root, StringComparison.Ordinal))
        {
            _elsewhere.Add(directory);
        }
    }

    public void Dispose()
    {
        foreach (var directory in _elsewhere.Prepend(Root).Where(Directory.Exists))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
