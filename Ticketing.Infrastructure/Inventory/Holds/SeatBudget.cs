using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Core.Inventory;
using Ticketing.Infrastructure.Inventory.RedisMirror;

namespace Ticketing.Infrastructure.Inventory.Holds;

/// <summary>
/// The counters that a request's seats count for: its device, account, line and block, each per performance. The counting itself is part
/// of the reservation in Redis (<c>hold-keys.lua</c>), shared by instances, the API and circuits.
/// </summary>
internal sealed class SeatBudget(IOptions<SeatBudgetOptions> options)
{
    public const int TagBytes = 8;

    private readonly SeatBudgetOptions _options = options.Value;

    /// <summary>The item's reservation with its counters; without an origin it is not counted.</summary>
    public SeatReservation ReservationOf(HoldBatchItem item)
    {
        int[] seats = [.. item.Add.Select(seat => seat.Index)];
        return item.Origin is { } origin && _options.Enabled
            ? new SeatReservation(item.Performance, item.Owner, seats)
            {
                PlacesLater = item.Places?.Quantity ?? 0,
                Counted = item.Life,
                Tags = TagsOf(item, origin),
                DeviceMax = Math.Max(_options.DeviceSeats, 2 * item.SeatsMax),
                Proof = item.Proof ?? [],
                Credit = item.SeatsMax,
                HoldTimeMax = _options.HoldTimesMax * item.Life,
                Pass = origin.Pass,
            }
            : new SeatReservation(item.Performance, item.Owner, seats);
    }

    /// <summary>The tags of places that were chosen by the statement, for their keys.</summary>
    public byte[] TagsOf(HoldBatchItem item) => item is { Origin: { } origin, Places: not null } && _options.Enabled ? TagsOf(item, origin) : [];

    // The device first: hold-keys.lua looks for it there.
    private static byte[] TagsOf(HoldBatchItem item, HoldOrigin origin)
    {
        var tags = new byte[4 * TagBytes];
        var length = 0;
        if (!origin.DeviceIsNew)
        {
            Add('d', item.Owner.Hash.Span);
        }

        if (origin.Account is { } account)
        {
            Span<byte> id = stackalloc byte[16];
            account.Value.TryWriteBytes(id);
            Add('a', SHA256.HashData(id));
        }

        Add('l', SHA256.HashData(Encoding.ASCII.GetBytes(origin.Network.Line)));
        Add('b', SHA256.HashData(Encoding.ASCII.GetBytes(origin.Network.Block)));
        return tags[..length];

        void Add(char kind, ReadOnlySpan<byte> hash)
        {
            tags[length] = (byte)kind;
            hash[..(TagBytes - 1)].CopyTo(tags.AsSpan(length + 1));
            length += TagBytes;
        }
    }
}
