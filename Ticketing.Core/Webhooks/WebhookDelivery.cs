namespace Ticketing.Core.Webhooks;

/// <summary>A fact for an endpoint: what is sent, the attempts, and the last answer. Kept for <see cref="KeptTime"/>.</summary>
public sealed class WebhookDelivery
{
    /// <summary>How long a delivery is kept, from its fact.</summary>
    public static readonly TimeSpan KeptTime = TimeSpan.FromDays(30);

    public required Guid EndpointId { get; init; }

    /// <summary>The fact's id; the header <c>webhook-id</c> of every attempt and replay.</summary>
    public required Guid FactId { get; init; }

    public required string Type { get; init; }

    /// <summary>What the fact is about; <see cref="Sequence"/> orders its facts.</summary>
    public required string AggregateId { get; init; }

    /// <summary>See <see cref="WebhookBody.SequenceAfter"/>.</summary>
    public required long Sequence { get; init; }

    /// <summary>Exactly as it is sent.</summary>
    public required string Body { get; init; }

    /// <summary>When the fact happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts since it was made or last replayed.</summary>
    public int Attempts { get; private set; }

    /// <summary>The next attempt, or the end of the lease of a running one; null: none.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Whether an attempt is running, until <see cref="NextAt"/>.</summary>
    public bool IsLeased { get; private set; }

    /// <summary>The end of the last attempt.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>The HTTP status of the last answer; null: there was none.</summary>
    public int? LastStatus { get; private set; }

    public WebhookFailure? LastFailure { get; private set; }

    /// <summary>The beginning of the last answer's body.</summary>
    public string? LastAnswer { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>When it was delivered or given up; null: pending.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public DeliveryStatus Status =>
        EndedAt is null ? DeliveryStatus.Pending : DeliveredAt is null ? DeliveryStatus.Failed : DeliveryStatus.Delivered;
}

public enum DeliveryStatus
{
    /// <summary>It waits for an attempt or its answer.</summary>
    Pending,

    Delivered,

    /// <summary>Given up after the last attempt.</summary>
    Failed,
}

/// <summary>Why an attempt failed.</summary>
public enum WebhookFailure
{
    /// <summary>An answer outside of 2xx.</summary>
    Status,

    /// <summary>A redirect, which is not followed.</summary>
    Redirect,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>No connection, or it broke.</summary>
    Connection,

    /// <summary>No encrypted connection: the certificate is not trusted, or is for another name.</summary>
    Certificate,

    /// <summary>The address is none that webhooks are sent to; see <see cref="ReceiverAddresses"/>.</summary>
    Address,

    /// <summary>An error of this program.</summary>
    Internal,
}
