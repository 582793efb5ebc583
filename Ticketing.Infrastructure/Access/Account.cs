using Microsoft.AspNetCore.Identity;

namespace Ticketing.Infrastructure.Access;

/// <summary>An account that can sign in.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public Account() => Id = Guid.CreateVersion7();

    /// <summary>The holder's name, shown on the site and used on orders.</summary>
    public string Name { get; set; } = "";

    /// <summary>The language for mails: <c>en</c> or <c>de</c>.</summary>
    public string Locale { get; set; } = "en";

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>
    /// The TOTP time step of the last accepted code; codes of this and earlier steps are refused. Written only by the statements of
    /// <see cref="Accounts.AccountStore"/>.
    /// </summary>
    public long LastCodeStep { get; set; }
}

/// <summary>A bearer token of the HTTP API; only its hash is stored.</summary>
public sealed class ApiToken
{
    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A session of the site; see <see cref="SignIn.SignIns"/>.</summary>
internal sealed class SignInEntry
{
    /// <summary>SHA-256 of the id in the cookie's ticket.</summary>
    public required byte[] IdHash { get; init; }

    public required Guid UserId { get; init; }

    public required string Device { get; init; }

    public required string Network { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When the holder last proved to be present.</summary>
    public required DateTimeOffset ProvedAt { get; init; }

    /// <summary>The absolute end.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
