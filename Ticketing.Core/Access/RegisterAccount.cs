using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Creates an account and mails a link that verifies its address.</summary>
/// <param name="Locale">The language of mails: <c>en</c> or <c>de</c>.</param>
/// <param name="ReturnUrl">The page after verification; a local URL or null.</param>
/// <param name="RevealIfTaken">
/// True: the answer says that the address already has an account (API). False: the answer is the same as for a new address, and the
/// address's owner gets a mail (sign-up page).
/// </param>
public sealed record RegisterAccount(
    string? Name, string? Email, string? Password, string Locale, string? ReturnUrl = null, bool RevealIfTaken = false);

/// <param name="User">The new account; null when the address already had one.</param>
public sealed record Registered(UserId? User);
