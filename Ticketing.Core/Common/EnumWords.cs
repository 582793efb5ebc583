using System.Text.Json;

namespace Ticketing.Core.Common;

/// <summary>Enum values as the words that tables and the API use: <c>AwaitingPayment</c> is <c>awaiting-payment</c>.</summary>
public static class EnumWords
{
    public static string ToWord<TEnum>(this TEnum value) where TEnum : struct, Enum => Cache<TEnum>.Words[value];

    /// <summary>The value of a word that <see cref="ToWord"/> wrote. Throws for an unknown word, which is corrupt data.</summary>
    public static TEnum FromWord<TEnum>(string word) where TEnum : struct, Enum => Cache<TEnum>.Values[word];

    /// <summary>The value of a word from untrusted input.</summary>
    public static bool TryFromWord<TEnum>(string word, out TEnum value) where TEnum : struct, Enum =>
        Cache<TEnum>.Values.TryGetValue(word, out value);

    private static class Cache<TEnum> where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Words =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));

        public static readonly Dictionary<string, TEnum> Values =
            Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
