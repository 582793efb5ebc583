namespace Ticketing.Infrastructure.Data;

/// <summary>Scripts (SQL, Lua) that are files in the source and resources in the assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>Reads the script with the file name <paramref name="name"/>; names are unique over all folders.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"No embedded script is called {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
