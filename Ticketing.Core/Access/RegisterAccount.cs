using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

/// <summary>Opens an account; a mail asks to confirm the address.</summary>
/// <param name="Locale">The language of mails: <c>en</c> or <c>de</c>.</param>
/// <param name="ReturnUrl">Where to go after confirming; a local address or null.</param>
/// <param name="TellIfTaken">
/// True where the answer may say that the address has an account (the API has nothing else to say); false where it must
/// not: then the owner of the address gets a mail instead, and the answer is the same as for a new address.
/// </param>
public sealed record RegisterAccount(
    string? Name, string? Email, string? Password, string Locale, string? ReturnUrl = null, bool TellIfTaken = false);

/// <param name="User">The new account; null when the address already had one.</param>
public sealed record Registered(UserId? User);
