using System.Text.Json;
using Ticketing.Core.Common;

namespace Ticketing.Core.Presales;

/// <summary>
/// A sale to holders of a code: a window, and the seat categories that it sells at its dates. Once a date's general sale has begun, it goes on
/// for the tiers that are sold by code only (<see cref="Catalog.TierRules.ByCode"/>).
/// </summary>
public sealed class Presale
{
    /// <summary>The maximum number of presales of an event.</summary>
    public const int PerEventMax = 20;

    /// <summary>The maximum number of codes of a presale.</summary>
    public const int CodesMax = 50_000;

    public required PresaleId Id { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    public required EventId EventId { get; init; }

    /// <summary>Visible to buyers.</summary>
    public required string Name { get; set; }

    public required DateTimeOffset OpensAt { get; set; }

    /// <summary>Exclusive.</summary>
    public required DateTimeOffset ClosesAt { get; set; }

    /// <summary>The keys of the plan's seat categories that it sells; empty: all.</summary>
    public required string[] Categories { get; set; }

    /// <summary>Limit over all orders of a buyer while the presale sells; null: the performance's alone.</summary>
    public int? SeatsPerBuyerMax { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The values that members change, for the audit log.</summary>
    /// <param name="dates">The performances that it is for.</param>
    public string ToAuditJson(IEnumerable<PerformanceId> dates) => JsonSerializer.Serialize(
        new
        {
            name = Name,
            opensAt = OpensAt,
            closesAt = ClosesAt,
            categories = Categories,
            seatsPerBuyerMax = SeatsPerBuyerMax,
            dates = dates.Select(date => date.Value).Order(),
        },
        JsonSerializerOptions.Web);
}

/// <summary>A performance that a presale is for.</summary>
public sealed class PresaleDate
{
    public required PresaleId PresaleId { get; init; }

    public required PerformanceId PerformanceId { get; init; }
}

/// <summary>A code that opens a presale. Its uses are counted by SQL statements only, never by the change tracker.</summary>
public sealed class AccessCode
{
    public const int CodeLengthMax = 40;

    /// <summary>The random characters of a code made in bulk: 49 bits, which ten attempts a minute do not find.</summary>
    public const int RandomLength = 10;

    /// <summary>The maximum of <see cref="UsesMax"/>.</summary>
    public const int UsesMaxMax = 100_000;

    public required AccessCodeId Id { get; init; }

    public required PresaleId PresaleId { get; init; }

    public required OrganizationId OrganizationId { get; init; }

    /// <summary>In the form of <see cref="Normalize"/>; unique in the organization.</summary>
    public required string Code { get; init; }

    /// <summary>How many orders may use it.</summary>
    public required int UsesMax { get; init; }

    public int Uses { get; private init; }

    /// <summary>The only address whose orders may use it; null: any.</summary>
    public string? EmailNormalized { get; init; }

    public DateTimeOffset? RevokedAt { get; private init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether an entered text has the form of a code.</summary>
    public static bool CanBe(string? code) =>
        Normalize(code) is { Length: > 0 and <= CodeLengthMax } normal && TypedText.IsText(normal);

    /// <summary>The form for comparison: see <see cref="TypedText.Code"/>.</summary>
    public static string Normalize(string? code) => TypedText.Code(code);
}
