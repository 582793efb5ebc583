using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace Ticketing.Infrastructure.Localization;

/// <summary>
/// Localised texts outside of requests (mails, documents), in the recipient's language. As on pages, the key is the English text, and
/// other languages are resource files beside the marker class: <c>MailTexts.de.resx</c>.
/// </summary>
/// <param name="marker">The class that the resource files are named after.</param>
/// <param name="culture">The recipient's language, and the formats of dates and numbers.</param>
public sealed class ResourceTexts(Type marker, CultureInfo culture)
{
    // A manager keeps the resources that it has read.
    private static readonly ConcurrentDictionary<Type, ResourceManager> Managers = new();

    private readonly ResourceManager _resources = Managers.GetOrAdd(marker, static type => new ResourceManager(type));

    public CultureInfo Culture { get; } = culture;

    /// <summary>The text in the recipient's language, else in English.</summary>
    public string this[string english] => Find(Culture, english) ?? english;

    /// <summary>The text with <c>{0}</c>, <c>{1}</c> … filled in.</summary>
    public string this[string english, params object[] values] => string.Format(Culture, this[english], values);

    private string? Find(CultureInfo language, string english)
    {
        for (; language.Name.Length > 0; language = language.Parent)
        {
            // Not GetString, which throws without a neutral resource; here the keys are the neutral texts.
            if (_resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)?.GetString(english) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
