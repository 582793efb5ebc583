using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Reductions;

namespace Ticketing.Core.Ordering.BoxOffice;

/// <summary>
/// Stores the reductions that the seats of the member's hold are to have, by the rules of <see cref="ChooseReductions"/>: the page finds them
/// again after a reload, and the sale has them.
/// </summary>
public sealed record ChooseAtBoxOffice(PerformanceId Performance, HoldId Hold, ChosenReductions Chosen, Caller Caller);
