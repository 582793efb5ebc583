namespace Ticketing.Infrastructure.Data;

/// <summary>Reads embedded SQL and Lua scripts.</summary>
internal static class EmbeddedText
{
    /// <summary>Reads a script by its file name, which is unique over all folders.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no embedded script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
