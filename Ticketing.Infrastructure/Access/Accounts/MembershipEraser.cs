using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Access.Accounts;

/// <summary>
/// Writes, in the transaction of an account's erasure, what the end of its memberships means for the organizations. The organizations' room
/// registers it, because it uses accounts and not the reverse. The memberships are deleted already; the erasure saves.
/// </summary>
/// <param name="EndAsync">From the erased account, without its name, and the memberships that it had.</param>
public sealed record MembershipEraser(Func<TicketingDbContext, Actor, IReadOnlyList<Member>, CancellationToken, Task> EndAsync);
