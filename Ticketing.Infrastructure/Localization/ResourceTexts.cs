using System.Globalization;
using System.Resources;

namespace Ticketing.Infrastructure.Localization;

/// <summary>
/// The texts of what is made without a request at hand (mails, documents), in the language of whom it is for. As on the
/// pages, a text's key is the English text itself, and every other language is a resource file beside the marker class:
/// <c>MailTexts.de.resx</c>.
/// </summary>
/// <param name="marker">The class whose name the resource files have.</param>
/// <param name="culture">The reader's language, and how dates and numbers are written.</param>
public sealed class ResourceTexts(Type marker, CultureInfo culture)
{
    private readonly ResourceManager _resources = new(marker);

    public CultureInfo Culture { get; } = culture;

    /// <summary>The text in the reader's language; the English one where there is no other.</summary>
    public string this[string english] => Find(Culture, english) ?? english;

    /// <summary>The text with <c>{0}</c>, <c>{1}</c> … filled in.</summary>
    public string this[string english, params object[] values] => string.Format(Culture, this[english], values);

    private string? Find(CultureInfo language, string english)
    {
        for (; language.Name.Length > 0; language = language.Parent)
        {
            // Not GetString: it throws where no language-neutral resource exists, and ours are the keys.
            if (_resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)?.GetString(english) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
