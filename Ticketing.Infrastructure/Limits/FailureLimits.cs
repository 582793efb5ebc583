namespace Ticketing.Infrastructure.Limits;

/// <summary>
/// The limits of failed attempts. The numbers leave room for people who mistype, and for a school behind one line; nobody guesses a code
/// of six letters within them.
/// </summary>
public static class FailureLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AccessWindow = TimeSpan.FromMinutes(1);

    /// <summary>Promo codes; the subject is the hold.</summary>
    public static readonly FailureLimit PromoCodes = new("promo-code", 20, 100, Window);

    /// <summary>Secrets of holds; the subject is the hold.</summary>
    public static readonly FailureLimit HoldSecrets = new("hold-secret", 20, 200, Window);

    /// <summary>Tokens of orders; the subject is the order.</summary>
    public static readonly FailureLimit OrderTokens = new("order-token", 20, 200, Window);

    /// <summary>Skip-the-line links; the subject is the performance.</summary>
    public static readonly FailureLimit AdmissionLinks = new("admission-link", 20, 60, Window);

    /// <summary>Access codes of presales from one line; the subject is the performance.</summary>
    public static readonly FailureLimit AccessCodes = new("access-code", 10, 10, AccessWindow);

    /// <summary>The same of one account, from wherever it is signed in; the subject is the account.</summary>
    public static readonly FailureLimit AccessCodesOfAccount = new("access-code-account", 10, 10, AccessWindow) { PerSubject = 10 };
}
