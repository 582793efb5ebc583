using Ticketing.Core.Access;
using Ticketing.Core.Common;

namespace Ticketing.Core.Inventory.Allotments;

/// <summary>Sets seats of a performance aside. All or none.</summary>
public sealed record CreateAllotment(PerformanceId Performance, AllotmentTerms Terms, SeatChoice Seats, Caller Caller);

/// <summary>Changes an allotment that lasts; its seats stay.</summary>
public sealed record EditAllotment(AllotmentId Allotment, AllotmentTerms Terms, Caller Caller);

/// <summary>Adds seats to an allotment that lasts. All or none.</summary>
public sealed record AddToAllotment(AllotmentId Allotment, SeatChoice Seats, Caller Caller);

/// <summary>
/// Takes seats out of an allotment: free ones go on sale to the public; those that are held or sold stay so, and do not return to the
/// allotment afterwards. Seats of the choice that are not of the allotment stay unchanged.
/// </summary>
public sealed record ReleaseFromAllotment(AllotmentId Allotment, SeatChoice Seats, Caller Caller);

/// <summary>Ends an allotment: all of its seats as by <see cref="ReleaseFromAllotment"/>. Idempotent.</summary>
public sealed record ReleaseAllotment(AllotmentId Allotment, Caller Caller);

/// <summary>Why an allotment was not changed. A refusal changes nothing.</summary>
public enum AllotmentRefusal
{
    /// <summary>There is no such performance or allotment, or the caller does not run its sales.</summary>
    NotFound,

    /// <summary><see cref="RefusedAllotment.Faults"/> says what is wrong.</summary>
    Invalid,

    /// <summary>No seat was chosen.</summary>
    NothingChosen,

    /// <summary><see cref="RefusedAllotment.Names"/> are of no seat, row or section of the performance.</summary>
    UnknownSeats,

    /// <summary><see cref="RefusedAllotment.Names"/> are held, sold, or of another allotment.</summary>
    SeatsTaken,

    /// <summary>The allotment has ended.</summary>
    Released,

    /// <summary>The performance has <see cref="Allotment.PerPerformanceMax"/> allotments.</summary>
    LimitReached,

    /// <summary>Too many changes of the account within a short time.</summary>
    TooOften,
}

/// <summary>A refusal with its details.</summary>
public sealed record RefusedAllotment(AllotmentRefusal Reason)
{
    public IReadOnlyList<AllotmentFault> Faults { get; init; } = [];

    /// <summary>The names of seats, as typed or as labels.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
