namespace Ticketing.Infrastructure.Privacy;

/// <summary>
/// Erases a feature's data about an e-mail address when its account is erased. Each feature registers one; the erasure calls all.
/// </summary>
public sealed record AddressEraser(Func<string, CancellationToken, Task> EraseAsync);
