using System.Text;

namespace Ticketing.Infrastructure.Notifications.Mails;

/// <summary>
/// Display names of mail headers as encoded words (RFC 2047), always: no character of a name can end it and begin another address.
/// </summary>
internal static class EncodedName
{
    // An encoded word has 75 characters at most (RFC 2047, 2): 45 bytes are 60 in Base64, 12 are around them.
    private const int BytesMax = 45;

    /// <summary>The name as header text, folded into lines.</summary>
    public static string Of(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Encoding.UTF8.GetByteCount(word.ToString()) + rune.Utf8SequenceLength > BytesMax)
            {
                words.Add(Encode(word.ToString()));
                word.Clear();
            }

            word.Append(rune);
        }

        words.Add(Encode(word.ToString()));
        return string.Join("\r\n ", words);
    }

    private static string Encode(string text) => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";
}
