using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Access;

/// <summary>Settings of accounts and sign-in, section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Wrong passwords or codes in a row until an account is locked.</summary>
    [Range(3, 100)]
    public int LockoutAttempts { get; set; } = 5;

    [Range(1, 24 * 60)]
    public int LockoutMinutes { get; set; } = 5;

    /// <summary>How long a bearer token of the HTTP API is good.</summary>
    [Range(1, 365)]
    public int ApiTokenDays { get; set; } = 30;

    /// <summary>Live API tokens of one account; issuing one more ends the oldest.</summary>
    [Range(1, 1000)]
    public int ApiTokensMax { get; set; } = 50;

    /// <summary>How long a remembered session lasts without a visit.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = 30;

    /// <summary>How long after "sign out everywhere" another session may still act, at most.</summary>
    [Range(0, 3600)]
    public int SessionCheckSeconds { get; set; } = 60;

    /// <summary>How long the link in a confirmation mail works.</summary>
    [Range(1, 168)]
    public int ConfirmationHours { get; set; } = 48;

    /// <summary>How long the link in a reset mail works.</summary>
    [Range(1, 48)]
    public int ResetHours { get; set; } = 2;

    /// <summary>
    /// Shortest time that asking for a reset mail takes, so that the clock does not tell whether the address has an account.
    /// </summary>
    [Range(0, 5000)]
    public int ResetRequestMilliseconds { get; set; } = 250;

    /// <summary>Rounds of PBKDF2-HMAC-SHA512 (OWASP's password storage cheat sheet asks for 210,000).</summary>
    [Range(10_000, 10_000_000)]
    public int PasswordHashIterations { get; set; } = 210_000;
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
