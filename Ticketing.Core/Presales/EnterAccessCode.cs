using Ticketing.Core.Common;

namespace Ticketing.Core.Presales;

/// <summary>Exchanges a code for a proof that the client shows with its holds and its order. Counts no use.</summary>
/// <param name="Code">As entered.</param>
public sealed record EnterAccessCode(PerformanceId Performance, string? Code);

/// <summary>Why a code was not accepted.</summary>
public enum AccessCodeRefusal
{
    /// <summary>There is no such performance, or it is not public.</summary>
    UnknownPerformance,

    /// <summary>No such code opens a presale of this performance, or it was revoked.</summary>
    Unknown,

    /// <summary>All its uses are taken.</summary>
    UsedUp,

    /// <summary>Its presale has closed.</summary>
    Closed,
}

/// <summary>An accepted code.</summary>
/// <param name="Proof">What the client shows.</param>
/// <param name="Presale">The presale's name.</param>
/// <param name="NeedsAddress">Only orders with a certain e-mail address may use it.</param>
public sealed record EnteredCode(string Proof, string Presale, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, bool NeedsAddress);
