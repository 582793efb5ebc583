using System.Security.Cryptography;
using System.Text;
using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Core.Inventory.BoxOffice;

/// <summary>
/// Holds seats for a buyer at the box office. A member has one hold per performance, which further seats are added to, all or nothing.
/// Seats of allotments can be held, and no limit per buyer, presale or rule about single seats applies: the member decides.
/// </summary>
/// <param name="From">For <see cref="SeatWish.Best"/>: the allotment to choose from; null: what is on sale to the public.</param>
public sealed record HoldAtBoxOffice(PerformanceId Performance, SeatWish Wish, AllotmentId? From, Caller Caller);

/// <summary>Gives seats of the member's hold back. Idempotent.</summary>
/// <param name="Seats">Null: all.</param>
public sealed record GiveBackAtBoxOffice(PerformanceId Performance, IReadOnlyList<SeatIndex>? Seats, Caller Caller);

/// <summary>Rules of sales at the box office.</summary>
public static class BoxOfficeSale
{
    /// <summary>The maximum number of seats of a sale.</summary>
    public const int SeatsMax = 100;

    /// <summary>How long after the start tickets are sold at the door.</summary>
    public static readonly TimeSpan DoorTime = TimeSpan.FromHours(6);

    /// <summary>
    /// Whether the box office sells: before the general sale too, and after it until some hours after the start. A paused date sells
    /// nowhere.
    /// </summary>
    /// <param name="status">What staff have set; the general sale's own times do not matter.</param>
    public static bool IsOpen(SaleState state, PerformanceStatus status, DateTimeOffset startsAt, DateTimeOffset now) => state switch
    {
        SaleState.NotYetOnSale or SaleState.OnSale => true,
        SaleState.Ended => status == PerformanceStatus.Scheduled && now < startsAt + DoorTime,
        SaleState.Paused or SaleState.Cancelled or SaleState.Postponed => false,
    };

    /// <summary>
    /// The owner of the member's hold of a performance. It is no hash of a key (<see cref="HoldOwner.IsKey"/>), so that no secret over the API
    /// and no cookie can be its. Null: a guest.
    /// </summary>
    public static HoldOwner? OwnerOf(Caller caller, PerformanceId performance)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return (caller.User?.Value ?? caller.Key?.Id) is { } id
            ? HoldOwner.FromHash(SHA256.HashData(Encoding.UTF8.GetBytes($"box-office/{id:N}/{performance.Value:N}")))
            : null;
    }
}
