using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Ticketing.App.Catalog.Api;

/// <summary>
/// Country names in the visitor's language. <see cref="RegionInfo"/> is no use here: it caches the name in the language of the first call.
/// </summary>
internal static class Countries
{
    private static readonly string[] Codes =
        ["AT", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "JP", "LU", "NL", "NO", "PL", "PT", "SE", "US"];

    /// <summary>Those with a translated name, by it.</summary>
    public static IReadOnlyList<(string Code, string Name)> All(IStringLocalizer<Texts> L) =>
        [.. Codes.Select(code => (code, Name(code, L))).OrderBy(country => country.Item2, StringComparer.CurrentCulture)];

    /// <param name="code">ISO 3166-1, two letters.</param>
    public static string Name(string code, IStringLocalizer<Texts> L) => code switch
    {
        "AT" => L["Austria"],
        "BE" => L["Belgium"],
        "CA" => L["Canada"],
        "CH" => L["Switzerland"],
        "CZ" => L["Czechia"],
        "DE" => L["Germany"],
        "DK" => L["Denmark"],
        "ES" => L["Spain"],
        "FI" => L["Finland"],
        "FR" => L["France"],
        "GB" => L["United Kingdom"],
        "IE" => L["Ireland"],
        "IT" => L["Italy"],
        "JP" => L["Japan"],
        "LU" => L["Luxembourg"],
        "NL" => L["Netherlands"],
        "NO" => L["Norway"],
        "PL" => L["Poland"],
        "PT" => L["Portugal"],
        "SE" => L["Sweden"],
        "US" => L["United States"],
        _ => new RegionInfo(code).EnglishName,
    };
}
