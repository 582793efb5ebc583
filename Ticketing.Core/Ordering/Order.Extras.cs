using Ticketing.Core.Common;
using Ticketing.Core.Ordering.Extras;

namespace Ticketing.Core.Ordering;

/// <content>Extras beside the seats.</content>
public sealed partial class Order
{
    private readonly List<OrderExtra> _extras = [];

    /// <summary>The number of units of extras, returned ones too. Readers without extras to read skip a query by it.</summary>
    public int ExtraCount { get; private set; }

    /// <summary>Its units of extras. Whoever changes the order's amounts or state has read them all.</summary>
    public IReadOnlyList<OrderExtra> Extras => _extras;

    /// <summary>The units that are not given back.</summary>
    public IEnumerable<OrderExtra> LiveExtras => _extras.Where(unit => unit.Live);

    /// <summary>Gives an order that was read its extras: they are read by a query of their own, and only where there are any.</summary>
    public void ShowExtras(IReadOnlyList<OrderExtra> read)
    {
        Invariant.Holds(read.Count == ExtraCount);
        _extras.Clear();
        _extras.AddRange(read);
    }

    /// <summary>Replaces the extras; before payment only. The caller sets the amounts next.</summary>
    public void SetExtras(IReadOnlyList<OrderExtra> units)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment);
        Invariant.Holds(units.All(unit => unit.OrderId == Id && unit.Live));
        _extras.Clear();
        _extras.AddRange(units);
        ExtraCount = units.Count;
    }

    // Payment is confirmed without reading them: then none changes.
    private void EndExtras(IEnumerable<OrderExtra> units, DateTimeOffset? returnedAt)
    {
        Invariant.Holds(_extras.Count == ExtraCount);
        foreach (var unit in units.ToList())
        {
            (unit.Live, unit.ReturnedAt) = (false, returnedAt);
        }
    }

    private void ReviveExtras()
    {
        Invariant.Holds(_extras.Count == ExtraCount);
        foreach (var unit in _extras)
        {
            unit.Live = true;
        }
    }
}
