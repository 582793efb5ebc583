using System.Text;

namespace Ticketing.Core.Catalog;

/// <summary>Names in URLs: <c>Café Müller, Again</c> is <c>cafe-muller-again</c>.</summary>
public static class Slug
{
    /// <summary>Lower case a-z, 0-9 and single hyphens; empty for a text without such letters or digits.</summary>
    public static string Of(string text, int lengthMax = 100)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var character in Letters.Plain(text))
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(char.ToLowerInvariant(character));
            }
            else if (character is not '\'' and not '’' && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length == lengthMax)
            {
                break;
            }
        }

        return slug.ToString().TrimEnd('-');
    }
}
