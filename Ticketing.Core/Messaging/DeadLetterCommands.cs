using Ticketing.Core.Access;

namespace Ticketing.Core.Messaging;

/// <summary>Which dead letters of a consumer a command is about: one, those of an aggregate, or all.</summary>
/// <param name="Letter">One letter; null for more.</param>
/// <param name="Aggregate">The aggregate's id; null for all of the consumer.</param>
public sealed record DeadLetterScope(string Consumer, Guid? Letter = null, string? Aggregate = null);

/// <summary>Tries dead letters again, at once and with all tries. Admins only.</summary>
public sealed record RetryDeadLetters(DeadLetterScope Scope, Caller Caller);

/// <summary>
/// Decides that dead letters are not applied; later facts of their aggregates go on. Admins only. Recorded in the audit log with the reason.
/// </summary>
public sealed record SkipDeadLetters(DeadLetterScope Scope, string Reason, Caller Caller)
{
    /// <summary>In characters.</summary>
    public const int ReasonLengthMax = 500;
}

public enum DeadLetterRefusal
{
    NotAllowed,

    /// <summary>Not found: applied meanwhile, or skipped by another admin.</summary>
    NotFound,

    /// <summary>Empty, too long, or not printable.</summary>
    ReasonInvalid,
}
