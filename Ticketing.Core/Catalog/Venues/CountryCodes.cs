namespace Ticketing.Core.Catalog.Venues;

/// <summary>
/// The inhabited countries and territories of ISO 3166-1, as two letters. Without Antarctica, four uninhabited groups of islands and Western
/// Sahara (EH): .NET has no names for them, which addresses are written with.
/// </summary>
public static class CountryCodes
{
    private const string Codes =
        """
        AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF
        CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
        GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP
        KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
        NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH
        SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG
        VI VN VU WF WS YE YT ZA ZM ZW
        """;

    private static readonly HashSet<string> Known = Split(Codes);

    /// <summary>All of them, upper case.</summary>
    public static IReadOnlySet<string> All => Known;

    // Whose addresses have no postal code, or hardly any.
    private const string CodesWithoutPostalCodes =
        """
        AE AG AO AW BB BF BI BJ BO BS BW BZ CD CF CG CI CM DJ DM ER FJ GD GH GM GQ GY HK IE JM KI KM KN LC ML MO MR MW NA NR
        PA QA RW SB SC SL SO SR ST SY TD TG TL TO TT TV UG VC VU WS YE ZW
        """;

    private static readonly HashSet<string> WithoutPostalCodes = Split(CodesWithoutPostalCodes);

    /// <summary>Whether addresses in a country have postal codes.</summary>
    public static bool HasPostalCodes(string code) => !WithoutPostalCodes.Contains(code);

    private static HashSet<string> Split(string codes) => [.. codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
