using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <content>The use of a presale's code.</content>
public sealed partial class Order
{
    /// <summary>Keeps the code whose use was counted in this transaction; before payment only, once.</summary>
    public void UseAccessCode(AccessCodeId code)
    {
        Invariant.Holds(Status == OrderStatus.AwaitingPayment && AccessCodeId is null);
        AccessCodeId = code;
    }

    /// <summary>
    /// Gives the use back when the order has ended. The code is forgotten with it, so that a second end, as of seats that a late payment took
    /// again, gives nothing back twice.
    /// </summary>
    /// <returns>The code whose use the caller gives back in this transaction; null: none.</returns>
    public AccessCodeId? ReturnAccessCode()
    {
        Invariant.Holds(Status is not OrderStatus.AwaitingPayment);
        var code = AccessCodeId;
        AccessCodeId = null;
        return code;
    }
}
