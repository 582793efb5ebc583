using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>
/// Limits the mails of one type that strangers can send to one address, whatever network they ask from: a pause after each
/// (<see cref="AccessOptions.MailCooldownSeconds"/>) and a maximum a day (<see cref="AccessOptions.MailsPerDayMax"/>). Beyond the maximum
/// one mail is sent per lifetime of its link, so that requests by others never leave the recipient without a valid link.
/// </summary>
public sealed class MailCooldown(TicketingDbContext db, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>
    /// Counts a mail; false if it is too early for another. One statement in the caller's transaction, so that of concurrent requests one
    /// sends.
    /// </summary>
    public Task<bool> TryTakeAsync(string type, string email, CancellationToken cancellationToken) =>
        TryTakeAsync(type, email, options.Value.MailsPerDayMax, cancellationToken);

    /// <inheritdoc cref="TryTakeAsync(string, string, CancellationToken)"/>
    /// <param name="perDayMax">Maximum of this type within 24 hours, beyond which one is sent per lifetime of its link.</param>
    public async Task<bool> TryTakeAsync(string type, string email, int perDayMax, CancellationToken cancellationToken)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(type + " " + EmailAddress.Normalize(email)));
        var now = time.GetUtcNow();
        var (dayAgo, paused) = (now.AddDays(-1), now.AddSeconds(-options.Value.MailCooldownSeconds));
        var expired = now - LinkLifeOf(type);
        await db.Database.ExecuteSqlAsync($"DELETE FROM mail_cooldowns WHERE since <= {dayAgo} AND sent_at <= {paused}", cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO mail_cooldowns AS mine (id, since, sent_at, sent) VALUES ({id}, {now}, {now}, 1)
            ON CONFLICT (id) DO UPDATE SET sent_at = {now}, sent = mine.sent + 1
            WHERE mine.sent_at <= {paused} AND (mine.sent < {perDayMax} OR mine.sent_at <= {expired})
            """,
            cancellationToken) == 1;
    }

    // Links without a token do not expire: after a day the count begins anew.
    private TimeSpan LinkLifeOf(string type) => type switch
    {
        AccountMailTypes.ResetPassword => TimeSpan.FromHours(options.Value.ResetHours),
        AccountMailTypes.ConfirmEmail or AccountMailTypes.ChangeEmail => TimeSpan.FromHours(options.Value.ConfirmationHours),
        _ => TimeSpan.FromDays(1),
    };
}

/// <summary>The mails of one type to one recipient within a day.</summary>
internal sealed class MailCooldownEntry
{
    /// <summary>SHA-256 of type and normalized address: the table does not list addresses.</summary>
    public required byte[] Id { get; init; }

    /// <summary>When the first was sent.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the last was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    public required int Sent { get; init; }
}
