using Ticketing.Core.Common;

namespace Ticketing.Infrastructure.Privacy;

/// <summary>
/// Erases a feature's data about an account when it is erased. Each feature whose data the account's own room cannot reach registers one;
/// the erasure calls all.
/// </summary>
public sealed record AccountEraser(Func<UserId, CancellationToken, Task> EraseAsync);
