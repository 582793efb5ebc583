namespace Ticketing.Core.Access;

/// <summary>
/// Creates an account and mails a link that verifies its address. The answer is the same for an address that already has an account;
/// its owner gets a mail.
/// </summary>
/// <param name="Locale">The language of mails: <c>en</c> or <c>de</c>.</param>
/// <param name="ReturnUrl">The page after verification; a local URL or null.</param>
public sealed record RegisterAccount(string? Name, string? Email, string? Password, string Locale, string? ReturnUrl = null);
