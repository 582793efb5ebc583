using Ticketing.Core.Access;

namespace Ticketing.Core.Notifications;

/// <summary>Lets parked mails be sent again, at once and with all attempts. Admins only.</summary>
/// <param name="Job">One of them; null for all.</param>
public sealed record RetryMailJobs(Guid? Job, Caller Caller);

public enum RetryMailJobsRefusal
{
    NotAllowed,

    /// <summary>Not found.</summary>
    NotFound,
}
