using Ticketing.Core.Common;

namespace Ticketing.Core.Access;

public sealed record ChangeName(UserId User, string? Name);

/// <summary>Asks for another address: it is changed once a mail sent there is answered.</summary>
public sealed record RequestEmailChange(UserId User, string? NewEmail, string? CurrentPassword);

/// <summary>Changes the address with the link of the mail.</summary>
public sealed record ConfirmEmailChange(UserId User, string? NewEmail, string? Token);

public sealed record ChangePassword(UserId User, string? CurrentPassword, string? NewPassword);

/// <summary>Ends every session and every API token of the account.</summary>
public sealed record SignOutEverywhere(UserId User);

/// <summary>Erases the person (rule 28). Orders stay; whom they name is erased by Ordering.</summary>
public sealed record EraseAccount(UserId User, string? CurrentPassword);

/// <summary>Something was done; there is nothing more to say.</summary>
public readonly record struct Done;
