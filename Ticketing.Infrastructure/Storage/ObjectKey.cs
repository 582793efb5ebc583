using System.Text.RegularExpressions;

namespace Ticketing.Infrastructure.Storage;

/// <summary>
/// Keys of objects: lower-case letters, digits, dots, hyphens and underscores in segments that are separated by slashes and begin with a
/// letter or digit. So no key has an empty segment, <c>..</c> or a hidden file, and each is its own URL path and file path.
/// </summary>
internal static partial class ObjectKey
{
    public const int LengthMax = 300;

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".jpg"] = "image/jpeg",
        [".webp"] = "image/webp",
    };

    public static bool IsValid(string key) => key.Length <= LengthMax && Form().IsMatch(key) && ContentTypes.ContainsKey(Path.GetExtension(key));

    /// <summary>The content type of the key's ending.</summary>
    /// <exception cref="ArgumentException">The key is not valid.</exception>
    public static string ContentTypeOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IsValid(key) ? ContentTypes[Path.GetExtension(key)] : throw new ArgumentException($"'{key}' is no key of an object.", nameof(key));
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*\z")]
    private static partial Regex Form();
}
