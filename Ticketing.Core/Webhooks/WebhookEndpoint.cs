using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Webhooks;

/// <summary>An address of an organization's that gets its facts. Secrets are here as they are stored: encrypted.</summary>
public sealed class WebhookEndpoint
{
    /// <summary>The maximum number of an organization's endpoints.</summary>
    public const int PerOrganizationMax = 10;

    /// <summary>How long deliveries are also signed with the secret that was replaced.</summary>
    public static readonly TimeSpan RotationTime = TimeSpan.FromHours(24);

    /// <summary>How long an endpoint may fail before it is disabled.</summary>
    public static readonly TimeSpan FailingTimeMax = TimeSpan.FromDays(5);

    private WebhookEndpoint()
    {
    }

    public Guid Id { get; private init; }

    public OrganizationId OrganizationId { get; private init; }

    /// <summary>From <see cref="ReceiverRules.Read"/>.</summary>
    public string Url { get; private set; } = "";

    public string Description { get; private set; } = "";

    /// <summary>The chosen <see cref="WebhookTypes"/>.</summary>
    public string[] Types { get; private set; } = [];

    /// <summary>The signing key.</summary>
    public byte[] Secret { get; private set; } = [];

    /// <summary>The key before, until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecret { get; private set; }

    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    public WebhookStatus Status { get; private set; }

    /// <summary>Null while it is active.</summary>
    public WebhookEnd? DisabledReason { get; private set; }

    public DateTimeOffset? DisabledAt { get; private set; }

    /// <summary>The first failed delivery since the last that succeeded. Written by the statements that record deliveries, too.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public UserId? CreatedBy { get; private init; }

    /// <summary>What people call it: the description, or the receiver's host.</summary>
    public string Name => Description.Length > 0 ? Description : new Uri(Url).Host;

    /// <param name="terms">Valid ones.</param>
    /// <param name="secret">Encrypted.</param>
    public static WebhookEndpoint Create(
        OrganizationId organization, WebhookTerms terms, ReceiverRules rules, byte[] secret, UserId? creator, DateTimeOffset now)
    {
        var endpoint = new WebhookEndpoint
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organization,
            Secret = secret,
            CreatedAt = now,
            CreatedBy = creator,
        };
        endpoint.Change(terms, rules);
        return endpoint;
    }

    /// <param name="terms">Valid ones.</param>
    public void Change(WebhookTerms terms, ReceiverRules rules)
    {
        ArgumentNullException.ThrowIfNull(terms);
        Invariant.Holds(terms.Faults(rules).Count == 0);
        Url = rules.Read(terms.Url).Value!.AbsoluteUri;
        Description = TypedText.Line(terms.Description);
        Types = [.. WebhookTypes.All.Where(terms.Types.Contains)];
    }

    /// <summary>Replaces the secret; the one before is used beside it for <see cref="RotationTime"/>.</summary>
    /// <param name="secret">Encrypted.</param>
    public void Rotate(byte[] secret, DateTimeOffset now)
    {
        (PreviousSecret, PreviousSecretUntil) = (Secret, now + RotationTime);
        Secret = secret;
    }

    public void Disable(WebhookEnd reason, DateTimeOffset now)
    {
        Invariant.Holds(Status == WebhookStatus.Active);
        (Status, DisabledReason, DisabledAt) = (WebhookStatus.Disabled, reason, now);
    }

    /// <summary>Its failures count anew.</summary>
    public void Enable()
    {
        Invariant.Holds(Status == WebhookStatus.Disabled);
        (Status, DisabledReason, DisabledAt, FailingSince) = (WebhookStatus.Active, null, null, null);
    }

    /// <summary>The state for the audit log; without secrets.</summary>
    public string ToAuditJson() => JsonSerializer.Serialize(new
    {
        url = Url,
        description = Description,
        types = string.Join(", ", Types),
        status = Status.ToWord(),
        reason = DisabledReason?.ToWord(),
    });
}

public enum WebhookStatus
{
    Active,
    Disabled,
}

/// <summary>Why an endpoint is disabled.</summary>
public enum WebhookEnd
{
    /// <summary>By a member of the organization.</summary>
    ByMember,

    /// <summary>The receiver answered 410 Gone.</summary>
    Gone,

    /// <summary>It failed for <see cref="WebhookEndpoint.FailingTimeMax"/>.</summary>
    Failing,
}
