namespace Ticketing.Core.Common;

/// <summary>
/// A request that its sender may send again (<c>Idempotency-Key</c>). A use case that takes it writes it in the transaction in
/// which it does what was asked, so that a repeat finds what the first did, or nothing at all.
/// </summary>
/// <param name="Id">Made of the address, the sender and the sender's key: another sender's key is another id.</param>
/// <param name="Hash">SHA-256 of what was asked: the same key with another request is the sender's mistake.</param>
public sealed record RepeatableRequest(Guid Id, byte[] Hash);
