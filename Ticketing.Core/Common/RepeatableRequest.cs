namespace Ticketing.Core.Common;

/// <summary>
/// A request with an <c>Idempotency-Key</c>. The use case stores the key in the transaction of its effect, so that a repeat finds
/// both or neither.
/// </summary>
/// <param name="Id">Derived from the URL, the sender and the sender's key.</param>
/// <param name="Hash">SHA-256 of the request; a reused key with another hash is refused.</param>
public sealed record RepeatableRequest(Guid Id, byte[] Hash);
