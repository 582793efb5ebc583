using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Webhooks;

/// <summary>Creates an endpoint of an organization.</summary>
public sealed record CreateWebhook(OrganizationId Organization, WebhookTerms Terms, Caller Caller);

/// <summary>Changes an endpoint's address, description and types.</summary>
public sealed record EditWebhook(Guid Endpoint, WebhookTerms Terms, Caller Caller);

/// <summary>Replaces an endpoint's secret; see <see cref="WebhookEndpoint.Rotate"/>.</summary>
public sealed record RotateWebhookSecret(Guid Endpoint, Caller Caller);

/// <summary>Stops deliveries to an endpoint. Idempotent.</summary>
public sealed record DisableWebhook(Guid Endpoint, Caller Caller);

/// <summary>Resumes deliveries, first those that were pending. Idempotent.</summary>
public sealed record EnableWebhook(Guid Endpoint, Caller Caller);

/// <summary>Deletes an endpoint with its deliveries.</summary>
public sealed record DeleteWebhook(Guid Endpoint, Caller Caller);

/// <summary>Sends a <see cref="WebhookTypes.Test"/>.</summary>
public sealed record TestEndpoint(Guid Endpoint, Caller Caller);

/// <summary>Sends a delivery again, or at once if it waits for its next attempt.</summary>
public sealed record ReplayDelivery(Guid Endpoint, Guid Fact, Caller Caller);

/// <summary>Sends all deliveries of a time range again that are not pending.</summary>
/// <param name="From">The time of the first fact.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="Type">Null: all types.</param>
public sealed record ReplayDeliveries(Guid Endpoint, DateTimeOffset From, DateTimeOffset Until, string? Type, Caller Caller)
{
    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<WebhookFault> Faults()
    {
        List<WebhookFault> faults = [];
        if (Until <= From)
        {
            faults.Add(new WebhookFault(nameof(Until), "The end must be after the beginning."));
        }

        if (Type is not null && !WebhookTypes.All.Contains(Type))
        {
            faults.Add(new WebhookFault(nameof(Type), "One of the chosen types does not exist."));
        }

        return faults;
    }
}

/// <summary>An endpoint with its secret, which is shown this once.</summary>
/// <param name="Secret"><c>whsec_…</c></param>
public sealed record RevealedWebhook(Guid Endpoint, string Secret);

/// <summary>A refused command; nothing was changed.</summary>
public sealed record RefusedWebhook(WebhookRefusal Reason, IReadOnlyList<WebhookFault> Faults)
{
    public RefusedWebhook(WebhookRefusal reason) : this(reason, [])
    {
    }
}

public enum WebhookRefusal
{
    /// <summary>The caller has no such organization, endpoint or delivery.</summary>
    NotFound,

    /// <summary>The caller may look, but is no owner.</summary>
    OwnersOnly,

    /// <summary>A field is invalid; see <see cref="RefusedWebhook.Faults"/>.</summary>
    Invalid,

    /// <summary>The organization has <see cref="WebhookEndpoint.PerOrganizationMax"/> endpoints.</summary>
    TooMany,

    /// <summary>The endpoint is disabled: nothing is sent.</summary>
    Disabled,

    /// <summary>Too many tests within a minute.</summary>
    TooSoon,

    /// <summary>The account has given too many commands within some minutes.</summary>
    TooOften,

    /// <summary>The delivery is being sent at this moment.</summary>
    Running,

    /// <summary>The range has more deliveries than are replayed at once.</summary>
    RangeTooLarge,
}
