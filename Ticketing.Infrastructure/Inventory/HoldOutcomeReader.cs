using Npgsql;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Holds;

namespace Ticketing.Infrastructure.Inventory;

/// <summary>Reads the rows of <c>hold.sql</c>; resolves the column ordinals once per statement.</summary>
internal sealed class HoldOutcomeReader(NpgsqlDataReader row)
{
    private readonly int _no = row.GetOrdinal("no");
    private readonly int _result = row.GetOrdinal("result");
    private readonly int _hold = row.GetOrdinal("hold_id");
    private readonly int _seats = row.GetOrdinal("seats");
    private readonly int _tiers = row.GetOrdinal("tiers");
    private readonly int _prices = row.GetOrdinal("prices");
    private readonly int _fees = row.GetOrdinal("fees");
    private readonly int _expiresAt = row.GetOrdinal("expires_at");
    private readonly int _expiresHardAt = row.GetOrdinal("expires_hard_at");
    private readonly int _extended = row.GetOrdinal("extended");
    private readonly int _emptied = row.GetOrdinal("emptied");
    private readonly int _heldSeats = row.GetOrdinal("held_seats");
    private readonly int _heldFences = row.GetOrdinal("held_fences");
    private readonly int _freedSeats = row.GetOrdinal("freed_seats");
    private readonly int _freedStatuses = row.GetOrdinal("freed_statuses");
    private readonly int _freedFences = row.GetOrdinal("freed_fences");
    private readonly int _missingSeats = row.GetOrdinal("missing_seats");
    private readonly int _onlyLocked = row.GetOrdinal("only_locked");
    private readonly int _placesAvailable = row.GetOrdinal("places_available");
    private readonly int _holders = row.GetOrdinal("holders");
    private readonly int _keptSeats = row.GetOrdinal("kept_seats");

    /// <summary>The item's index in the batch.</summary>
    public int No => row.GetInt32(_no);

    public HoldOutcome Read(HoldBatchItem item)
    {
        var result = (HoldResult)row.GetInt16(_result);
        if (result is HoldResult.Repeated or HoldResult.KeyReused)
        {
            return new HoldOutcome(
                new HoldAnswer(result, null, [], false)
                {
                    First = new HoldId(row.GetGuid(_hold)),
                    Kept = ArrayOrEmpty<int>(_keptSeats),
                },
                [],
                []);
        }

        var held = Changes(ArrayOrEmpty<int>(_heldSeats), ArrayOrEmpty<long>(_heldFences), SeatStatus.Held);
        var (freedSeats, freedStatuses, freedFences) = (ArrayOrEmpty<int>(_freedSeats), ArrayOrEmpty<short>(_freedStatuses), ArrayOrEmpty<long>(_freedFences));
        List<SeatChange> freed =
            [.. freedSeats.Select((seat, i) => new SeatChange(new SeatIndex(seat), (SeatStatus)freedStatuses[i], freedFences[i]))];
        var locked = ArrayOrEmpty<bool>(_onlyLocked);
        var onlyLocked = result == HoldResult.Missing && Array.TrueForAll(locked, only => only) && !IsShort(item);
        var answer = new HoldAnswer(result, ReadHold(item), ArrayOrEmpty<int>(_missingSeats), onlyLocked)
        {
            Holders = [.. ArrayOrEmpty<byte[]?>(_holders).Select(holder => holder is null ? null : HoldOwner.FromHash(holder))],
        };
        Invariant.Holds(result == HoldResult.Done || held.Count + freed.Count == 0);
        Invariant.Holds(result != HoldResult.Done || held.Count <= item.Add.Count + (item.Places?.Quantity ?? 0));
        return new HoldOutcome(answer, held, freed);
    }

    private HoldRow? ReadHold(HoldBatchItem item)
    {
        if (row.IsDBNull(_hold))
        {
            return null;
        }

        var hold = new HoldRow(
            new HoldId(row.GetGuid(_hold)),
            item.Performance,
            ArrayOrEmpty<int>(_seats),
            ArrayOrEmpty<short>(_tiers),
            ArrayOrEmpty<long>(_prices),
            ArrayOrEmpty<long>(_fees),
            row.GetFieldValue<DateTimeOffset>(_expiresAt),
            row.GetFieldValue<DateTimeOffset>(_expiresHardAt),
            row.GetBoolean(_extended));
        return row.GetBoolean(_emptied) ? hold with { Seats = [], Tiers = [], Prices = [], Fees = [] } : hold;
    }

    // Fewer free places than requested, also counting locked rows.
    private bool IsShort(HoldBatchItem item) =>
        item.Places is { } places && !row.IsDBNull(_placesAvailable) && row.GetInt32(_placesAvailable) < places.Quantity;

    private static List<SeatChange> Changes(int[] seats, long[] fences, SeatStatus status) =>
        [.. seats.Select((seat, i) => new SeatChange(new SeatIndex(seat), status, fences[i]))];

    private T[] ArrayOrEmpty<T>(int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<T[]>(column);
}
