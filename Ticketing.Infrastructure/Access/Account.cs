using Microsoft.AspNetCore.Identity;

namespace Ticketing.Infrastructure.Access;

/// <summary>A person who can sign in.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    /// <summary>The name that the site greets with and that goes on orders.</summary>
    public string Name { get; set; } = "";

    /// <summary>The language for mails: <c>en</c> or <c>de</c>.</summary>
    public string Locale { get; set; } = "en";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The time step of the last authenticator code that was accepted: it and earlier ones are used up. Changed by <see cref="Accounts.AccountStore"/>'s statements only.</summary>
    public long LastCodeStep { get; set; }
}

/// <summary>A bearer token for the HTTP API; only its hash is kept.</summary>
public sealed class ApiToken
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
