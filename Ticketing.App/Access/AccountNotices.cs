namespace Ticketing.App.Access;

/// <summary>Codes in a page's query string that select the notice to show. The text itself is never in the address.</summary>
internal static class AccountNotices
{
    public const string Confirmed = "confirmed";
    public const string PasswordSet = "password-set";
    public const string SignedOut = "signed-out";
    public const string SignedOutEverywhere = "signed-out-everywhere";
    public const string Erased = "erased";
    public const string NameChanged = "name-changed";
    public const string MailSent = "mail-sent";
    public const string EmailChanged = "email-changed";
    public const string PasswordChanged = "password-changed";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRenamed = "passkey-renamed";
    public const string PasskeyRemoved = "passkey-removed";
    public const string SessionEnded = "session-ended";
    public const string TokenRevoked = "token-revoked";
    public const string TwoFactorOff = "two-factor-off";
}
