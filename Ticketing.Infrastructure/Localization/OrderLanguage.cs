using System.Globalization;

namespace Ticketing.Infrastructure.Localization;

/// <summary>
/// The language of what is written for a buyer: mails, tickets and calendar files, wherever they are made. It is that of the purchase,
/// not of the device that asks.
/// </summary>
public static class OrderLanguage
{
    /// <param name="locale">Stored with the order or the account: <c>en</c> or <c>de</c>.</param>
    public static CultureInfo Of(string locale) => CultureInfo.GetCultureInfo(locale is "de" ? "de-DE" : "en-GB");
}
