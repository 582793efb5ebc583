using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Presales.Api;

/// <summary>A presale of an event.</summary>
/// <param name="Categories">Keys of the seat categories that it sells; empty: all.</param>
/// <param name="SeatsPerBuyerMax">Null: the performance's own limit.</param>
/// <param name="Performances">The dates that it is for.</param>
/// <param name="Uses">Orders that have a use of one of its codes.</param>
public sealed record PresaleAnswer(
    Guid Id, Guid EventId, string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, IReadOnlyList<string> Categories, int? SeatsPerBuyerMax,
    IReadOnlyList<Guid> Performances, int Codes, long Uses)
{
    public static PresaleAnswer Of(PresaleRow row) => new(
        row.Presale.Id.Value, row.Presale.EventId.Value, row.Presale.Name, row.Presale.OpensAt, row.Presale.ClosesAt, row.Presale.Categories,
        row.Presale.SeatsPerBuyerMax, [.. row.Dates.Select(date => date.Value)], row.Codes, row.Uses);
}

/// <param name="Next">Always null: an event has at most 20.</param>
public sealed record PresalesAnswer(IReadOnlyList<PresaleAnswer> Items, string? Next);

/// <summary>Body of a new presale.</summary>
/// <param name="Categories">Keys of seat categories; left out: all.</param>
/// <param name="Performances">Dates of the event; left out: all that it has now.</param>
public sealed record PresaleRequest(
    string Name, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, IReadOnlyList<string>? Categories = null, int? SeatsPerBuyerMax = null,
    IReadOnlyList<Guid>? Performances = null);

/// <summary>Body of a change: what is left out or null stays.</summary>
/// <param name="Clear">Names of values to remove: <c>seatsPerBuyerMax</c>.</param>
public sealed record PresaleChangeRequest(
    string? Name = null, DateTimeOffset? OpensAt = null, DateTimeOffset? ClosesAt = null, IReadOnlyList<string>? Categories = null,
    int? SeatsPerBuyerMax = null, IReadOnlyList<Guid>? Performances = null, IReadOnlyList<string>? Clear = null)
{
    /// <summary>The stored terms with the changes.</summary>
    public PresaleTerms On(PresaleTerms it)
    {
        ArgumentNullException.ThrowIfNull(it);
        return new PresaleTerms(
            Name ?? it.Name,
            OpensAt ?? it.OpensAt,
            ClosesAt ?? it.ClosesAt,
            Categories ?? it.Categories,
            SeatsPerBuyerMax ?? (Clear?.Contains("seatsPerBuyerMax") == true ? null : it.SeatsPerBuyerMax),
            Performances is { } dates ? [.. dates.Select(date => new Core.Common.PerformanceId(date))] : it.Dates);
    }
}

/// <summary>Body of new codes: one with a given text, or <c>count</c> random ones.</summary>
/// <param name="UsesMax">How many orders may use each.</param>
/// <param name="Email">For a single code: the only address whose orders may use it.</param>
public sealed record AccessCodesRequest(string? Code = null, int Count = 1, int UsesMax = 1, string? Email = null);

/// <param name="Made">The number of codes made.</param>
public sealed record CodesMadeAnswer(int Made);

/// <param name="State"><c>valid</c>, <c>used-up</c> or <c>revoked</c>.</param>
public sealed record AccessCodeItem(Guid Id, string Code, int UsesMax, int Uses, string? Email, string State)
{
    public static AccessCodeItem Of(AccessCode code) => new(
        code.Id.Value, code.Code, code.UsesMax, code.Uses, code.EmailNormalized,
        code.RevokedAt is not null ? "revoked" : code.Uses >= code.UsesMax ? "used-up" : "valid");
}

/// <param name="Next">For <c>after</c> of the next request; null on the last page.</param>
public sealed record AccessCodesAnswer(IReadOnlyList<AccessCodeItem> Items, string? Next);
