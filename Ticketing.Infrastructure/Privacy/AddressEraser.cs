namespace Ticketing.Infrastructure.Privacy;

/// <summary>
/// What a feature erases of its own about an e-mail address when the address's account is erased (rule 28). Features
/// register one each; the erasure calls them all.
/// </summary>
public sealed record AddressEraser(Func<string, CancellationToken, Task> EraseAsync);
