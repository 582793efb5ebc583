namespace Ticketing.Infrastructure.Development.LocalStripe.Charging;

/// <summary>What a test card does when charged. Stored by name.</summary>
internal enum CardBehavior
{
    Succeeds,
    GenericDecline,
    InsufficientFunds,
    LostCard,
    StolenCard,
    ExpiredCard,
    IncorrectCvc,
    ProcessingError,
    VelocityExceeded,

    /// <summary>3-D Secure, then success.</summary>
    Challenge,

    /// <summary>3-D Secure, then a decline.</summary>
    ChallengeThenDecline,
    ChallengeThenInsufficientFunds,

    /// <summary>The charge succeeds and is disputed immediately.</summary>
    Dispute,

    /// <summary>Refunds start pending and succeed later.</summary>
    SlowRefund,

    /// <summary>Refunds succeed and fail later.</summary>
    FailingRefund,
}

/// <summary>One of Stripe's test cards.</summary>
/// <param name="Alias">Stripe's predefined payment method of this card: <c>pm_card_visa</c>.</param>
internal sealed record TestCard(string Number, string Brand, string Alias, CardBehavior Behavior, string Funding = "credit")
{
    public string Last4 => Number[^4..];
}

/// <summary>Stripe's public test cards (https://docs.stripe.com/testing), the only accepted ones.</summary>
internal static class TestCards
{
    private static readonly TestCard[] All =
    [
        new("4242424242424242", "visa", "pm_card_visa", CardBehavior.Succeeds),
        new("4000056655665556", "visa", "pm_card_visa_debit", CardBehavior.Succeeds, "debit"),
        new("4000002760000016", "visa", "pm_card_de", CardBehavior.Succeeds),
        new("5555555555554444", "mastercard", "pm_card_mastercard", CardBehavior.Succeeds),
        new("2223003122003222", "mastercard", "pm_card_mastercard_2series", CardBehavior.Succeeds),
        new("5200828282828210", "mastercard", "pm_card_mastercard_debit", CardBehavior.Succeeds, "debit"),
        new("5105105105105100", "mastercard", "pm_card_mastercard_prepaid", CardBehavior.Succeeds, "prepaid"),
        new("378282246310005", "amex", "pm_card_amex", CardBehavior.Succeeds),
        new("371449635398431", "amex", "pm_card_amex_other", CardBehavior.Succeeds),
        new("6011111111111117", "discover", "pm_card_discover", CardBehavior.Succeeds),
        new("3056930009020004", "diners", "pm_card_diners", CardBehavior.Succeeds),
        new("36227206271667", "diners", "pm_card_diners_14digits", CardBehavior.Succeeds),
        new("3566002020360505", "jcb", "pm_card_jcb", CardBehavior.Succeeds),
        new("6200000000000005", "unionpay", "pm_card_unionpay", CardBehavior.Succeeds),
        new("4000000000000077", "visa", "pm_card_bypassPending", CardBehavior.Succeeds),
        new("4000000000000002", "visa", "pm_card_visa_chargeDeclined", CardBehavior.GenericDecline),
        new("4000000000009995", "visa", "pm_card_visa_chargeDeclinedInsufficientFunds", CardBehavior.InsufficientFunds),
        new("4000000000009987", "visa", "pm_card_visa_chargeDeclinedLostCard", CardBehavior.LostCard),
        new("4000000000009979", "visa", "pm_card_visa_chargeDeclinedStolenCard", CardBehavior.StolenCard),
        new("4000000000000069", "visa", "pm_card_chargeDeclinedExpiredCard", CardBehavior.ExpiredCard),
        new("4000000000000127", "visa", "pm_card_chargeDeclinedIncorrectCvc", CardBehavior.IncorrectCvc),
        new("4000000000000119", "visa", "pm_card_chargeDeclinedProcessingError", CardBehavior.ProcessingError),
        new("4000000000006975", "visa", "pm_card_visa_chargeDeclinedVelocityLimitExceeded", CardBehavior.VelocityExceeded),
        new("4000002500003155", "visa", "pm_card_authenticationRequiredOnSetup", CardBehavior.Challenge),
        new("4000002760003184", "visa", "pm_card_authenticationRequired", CardBehavior.Challenge),
        new("4000000000003220", "visa", "pm_card_threeDSecure2Required", CardBehavior.Challenge),
        new("4000000000003063", "visa", "pm_card_threeDSecureRequired", CardBehavior.Challenge),
        new("4000000000003055", "visa", "pm_card_threeDSecureOptional", CardBehavior.Succeeds),
        new("4000008400001629", "visa", "pm_card_threeDSecureRequiredChargeDeclined", CardBehavior.ChallengeThenDecline),
        new("4000008260003178", "visa", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", CardBehavior.ChallengeThenInsufficientFunds),
        new("4000000000000259", "visa", "pm_card_createDispute", CardBehavior.Dispute),
        new("4000000000007726", "visa", "pm_card_pendingRefund", CardBehavior.SlowRefund),
        new("4000000000005126", "visa", "pm_card_refundFail", CardBehavior.FailingRefund),
    ];

    private static readonly Dictionary<string, TestCard> ByNumber = All.ToDictionary(card => card.Number);
    private static readonly Dictionary<string, TestCard> ByAlias = All.ToDictionary(card => card.Alias)
        .Concat([new("pm_card_chargeDeclined", ByNumber["4000000000000002"]), new("pm_card_chargeDeclinedInsufficientFunds", ByNumber["4000000000009995"])])
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    public static TestCard? WithAlias(string alias) => ByAlias.GetValueOrDefault(alias);

    /// <summary>Validates card data as Stripe does and finds the test card.</summary>
    /// <exception cref="StripeProblem">The data is invalid, or it is no test card.</exception>
    public static TestCard Read(string? number, long? month, long? year, string? cvc, DateTimeOffset now)
    {
        var digits = (number ?? "").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is < 12 or > 19 || !digits.All(char.IsAsciiDigit) || !PassesLuhn(digits))
        {
            throw StripeProblem.Card("incorrect_number", "number", "Your card number is incorrect.");
        }

        if (month is not (>= 1 and <= 12))
        {
            throw StripeProblem.Card("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.");
        }

        var fullYear = year is >= 0 and < 100 ? year + 2000 : year;
        if (fullYear is null || fullYear > now.Year + 50 || fullYear < now.Year)
        {
            throw StripeProblem.Card("invalid_expiry_year", "exp_year", "Your card's expiration year is invalid.");
        }

        if (fullYear == now.Year && month < now.Month)
        {
            throw StripeProblem.Card("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.");
        }

        var card = ByNumber.GetValueOrDefault(digits) ?? throw StripeProblem.NotATestCard();
        if (cvc is not null && (!cvc.All(char.IsAsciiDigit) || cvc.Length != (card.Brand == "amex" && cvc.Length == 4 ? 4 : 3)))
        {
            throw StripeProblem.Card("invalid_cvc", "cvc", "Your card's security code is invalid.");
        }

        return card;
    }

    // ISO/IEC 7812-1, annex B.
    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }
}

/// <summary>Stripe's decline codes and message (https://docs.stripe.com/declines/codes).</summary>
internal sealed record CardDecline(string Code, string DeclineCode, string Message)
{
    /// <summary>The decline of a card's charge, or null if it succeeds.</summary>
    public static CardDecline? Of(CardBehavior behavior) => behavior switch
    {
        CardBehavior.GenericDecline or CardBehavior.ChallengeThenDecline => new("card_declined", "generic_decline", "Your card was declined."),
        CardBehavior.InsufficientFunds or CardBehavior.ChallengeThenInsufficientFunds =>
            new("card_declined", "insufficient_funds", "Your card has insufficient funds."),
        CardBehavior.LostCard => new("card_declined", "lost_card", "Your card was declined."),
        CardBehavior.StolenCard => new("card_declined", "stolen_card", "Your card was declined."),
        CardBehavior.ExpiredCard => new("expired_card", "expired_card", "Your card has expired."),
        CardBehavior.IncorrectCvc => new("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
        CardBehavior.ProcessingError => new("processing_error", "processing_error", "An error occurred while processing your card. Try again in a little bit."),
        CardBehavior.VelocityExceeded => new("card_declined", "card_velocity_exceeded", "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."),
        CardBehavior.Succeeds or CardBehavior.Challenge or CardBehavior.Dispute or CardBehavior.SlowRefund or CardBehavior.FailingRefund => null,
    };
}
