using Microsoft.Extensions.Localization;

namespace Ticketing.App.Payments;

/// <summary>The words that the card form's script uses; it looks them up by their English text.</summary>
internal static class CardFormTexts
{
    internal static readonly string[] Keys =
    [
        "Check the card number.", "Check the expiry date.", "Enter the card number.", "Enter the expiry date as on the card: month and year.",
        "Enter the expiry date.", "Enter the name on the card.", "Enter the security code.", "Paying…",
        "Payments are in test mode: only test cards work here.", "The bank could not process the card. Nothing was charged. Try again in a moment.",
        "The security code has four digits, on the front of the card.", "The security code has three digits, on the back of the card.",
        "The security code is wrong. Check it and try again.", "There is not enough money on this card. Nothing was charged. Use another card.",
        "This card has expired.", "This card has expired. Nothing was charged. Use another card.",
        "This card was used too often or for too much. Nothing was charged. Use another card.",
        "This payment can no longer be made, and nothing was charged. Your time may be over.",
        "We could not reach the payment provider. Try again: you will not be charged twice.",
        "Your bank could not confirm that it was you. Nothing was charged. Try again, or use another card.",
        "Your bank declined the card. Nothing was charged. Use another card, or ask your bank.",
    ];

    /// <summary>English text to the reader's.</summary>
    public static Dictionary<string, string> Of(IStringLocalizer<Texts> texts) => Keys.ToDictionary(key => key, key => texts[key].Value);
}
