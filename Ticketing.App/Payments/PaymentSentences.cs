using Microsoft.Extensions.Localization;

namespace Ticketing.App.Payments;

/// <summary>
/// Messages for failed payments by the provider's code. Lost and stolen cards get the generic decline message, so that it does not
/// warn a thief.
/// </summary>
internal static class PaymentSentences
{
    private const string Declined = "declined";
    private const string Unfinished = "unfinished";

    /// <summary>By the provider's decline or error code, or by a code of this site.</summary>
    internal static readonly Dictionary<string, string> ByCode = new()
    {
        [Declined] = "The payment was declined. Nothing was charged. Use another card or another way to pay, or ask your bank.",
        ["expired_card"] = "This card has expired. Nothing was charged. Use another card.",
        ["insufficient_funds"] = "There is not enough money on this card. Nothing was charged. Use another card.",
        ["card_velocity_exceeded"] = "This card has reached its limit. Nothing was charged. Use another card.",
        ["processing_error"] = "The bank could not process the card. Nothing was charged. Try again in a moment.",
        ["incorrect_cvc"] = "The security code is wrong. Check it and try again.",
        ["invalid_cvc"] = "The security code is wrong. Check it and try again.",
        ["incorrect_number"] = "The card number is wrong. Check it and try again.",
        ["test_mode_live_card"] = "Payments are in test mode: only test cards work here.",
        ["payment_intent_authentication_failure"] = "The payment was not confirmed. Nothing was charged. Try again, or pay another way.",
        ["payment_intent_payment_attempt_failed"] = "The bank did not make the payment. Nothing was charged. Try again, or pay another way.",
        [Unfinished] = "The payment was not finished, and nothing was charged. Choose again how to pay.",
        ["paying"] = "Paying…",
        ["unreachable"] = "We could not reach the payment provider. Try again: you will not be charged twice.",
        ["not_loaded"] = "The payment form could not be loaded. Reload the page; if you use a content blocker, switch it off for this page.",
    };

    /// <summary>The message after an unpaid return from a bank's page.</summary>
    public static string OfComeback(IStringLocalizer<Texts> texts, string? failureCode) =>
        texts[failureCode is null ? ByCode[Unfinished] : ByCode.GetValueOrDefault(failureCode, ByCode[Declined])];

    /// <summary>The translated table for the script.</summary>
    public static Dictionary<string, string> ForScript(IStringLocalizer<Texts> texts) =>
        ByCode.ToDictionary(sentence => sentence.Key, sentence => texts[sentence.Value].Value);
}
