using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Organizations;

/// <summary>
/// An invitation to become a member, by the link of a mail. The link's secret has 256 random bits, of which the table has the hash: random
/// secrets need no slow hash.
/// </summary>
public sealed class MemberInvitation
{
    /// <summary>How long the link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The maximum number of an organization's members and open invitations.</summary>
    public const int PerOrganizationMax = 200;

    /// <summary>The maximum number of invitations that an organization makes within a day.</summary>
    public const int PerDayMax = 100;

    /// <summary>The maximum number of mails with invitations of an organization to one address within a day.</summary>
    public const int MailsPerDayMax = 5;

    private const int SecretBytes = 32;

    // As the column has them.
    private readonly Guid[]? _eventIds;

    private MemberInvitation()
    {
    }

    public Guid Id { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    /// <summary>As <see cref="EmailAddress.TryRead"/> returns it.</summary>
    public string Email { get; private init; } = "";

    /// <summary>As <see cref="EmailAddress.Normalize"/> returns it.</summary>
    public string EmailNormalized { get; private init; } = "";

    public MemberRole Role { get; private init; }

    /// <summary>As <see cref="Member.EventIds"/>.</summary>
    public IReadOnlyList<EventId>? EventIds
    {
        get => _eventIds is null ? null : [.. _eventIds.Select(id => new EventId(id))];
        private init => _eventIds = value is null ? null : [.. value.Select(id => id.Value)];
    }

    /// <summary>SHA-256 of the link's secret.</summary>
    public byte[] TokenHash { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>
    /// Who made it or last sent it again. It works while they may invite with its role: who loses that right must not come back through a link
    /// of their own.
    /// </summary>
    public UserId? CreatedBy { get; private set; }

    /// <summary>The number of mails that were sent for it.</summary>
    public int Mails { get; private set; }

    /// <summary>When the last mail was requested.</summary>
    public DateTimeOffset SentAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Neither accepted nor revoked; it may have expired.</summary>
    public bool IsOpen => AcceptedAt is null && RevokedAt is null;

    /// <summary>A new one.</summary>
    /// <param name="email">From <see cref="EmailAddress.TryRead"/>.</param>
    /// <param name="events">As <see cref="Member.EventIds"/>.</param>
    /// <returns>The invitation, and the link's secret, which is not stored.</returns>
    public static (MemberInvitation Invitation, string Token) Create(
        OrganizationId organization, string email, MemberRole role, IReadOnlyList<EventId>? events, UserId? creator, DateTimeOffset now)
    {
        var invitation = new MemberInvitation
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Email = email,
            EmailNormalized = EmailAddress.Normalize(email),
            Role = role,
            EventIds = events,
            CreatedAt = now,
        };
        return (invitation, invitation.Renew(creator, now));
    }

    /// <summary>The stored form of a link's secret.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Replaces the secret and begins a new term, for another mail.</summary>
    /// <param name="sender">Answers for it from now on; see <see cref="CreatedBy"/>.</param>
    /// <returns>The new secret.</returns>
    public string Renew(UserId? sender, DateTimeOffset now)
    {
        Invariant.Holds(IsOpen);
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        (TokenHash, ExpiresAt, SentAt, Mails) = (HashOf(token), now + Lifetime, now, Mails + 1);
        CreatedBy = sender;
        return token;
    }

    /// <summary>Null: <paramref name="caller"/> may accept it now, if the inviter may still invite.</summary>
    public InvitationRefusal? RefusalFor(Caller caller, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return RevokedAt is not null ? InvitationRefusal.Revoked
            : AcceptedAt is not null ? InvitationRefusal.Used
            : ExpiresAt <= now ? InvitationRefusal.Expired
            : caller.Owns(Email) ? null
            : InvitationRefusal.OtherAddress;
    }

    public void Accept(DateTimeOffset now)
    {
        Invariant.Holds(IsOpen && ExpiresAt > now);
        AcceptedAt = now;
    }

    public void Revoke(DateTimeOffset now)
    {
        Invariant.Holds(IsOpen);
        RevokedAt = now;
    }
}
