namespace Ticketing.Infrastructure.Catalog.Stories;

/// <summary>Which addresses a story may link to.</summary>
internal static class StoryLink
{
    private const int LengthMax = 2000;

    /// <summary>
    /// The address as a link has it: absolute, of the web or of mail, percent-encoded. Null: not allowed. An address with a user's name is
    /// refused, since <c>https://bank.example@evil.example</c> looks like another site's.
    /// </summary>
    public static string? AddressOf(string? url)
    {
        // Browsers ignore control characters and spaces in a scheme, and read backslashes as slashes.
        if (url is null or { Length: 0 or > LengthMax }
            || url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character == '\\')
            || !Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            return null;
        }

        var isWeb = (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0 && address.Host.Length > 0;
        return isWeb || (address.Scheme == Uri.UriSchemeMailto && url.Contains('@', StringComparison.Ordinal)) ? address.AbsoluteUri : null;
    }
}
