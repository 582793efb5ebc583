using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <content>The use of a presale's code.</content>
public sealed partial class Order
{
    /// <summary>The code whose use was given back when the order ended: a late payment takes it again.</summary>
    public AccessCodeId? FormerAccessCodeId { get; private set; }

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
        (AccessCodeId, FormerAccessCodeId) = (null, code ?? FormerAccessCodeId);
        return code;
    }

    /// <summary>Has the use of its former code again, which was counted in this transaction: a late payment revived the order.</summary>
    public void TakeAccessCodeAgain()
    {
        Invariant.Holds(Status == OrderStatus.Paid && AccessCodeId is null && FormerAccessCodeId is not null);
        AccessCodeId = FormerAccessCodeId;
    }

    /// <summary>
    /// Records that a late payment revived the order while its code has no use left. It stays paid, beyond the presale's limit: the money was
    /// paid and the seats were free. Members decide, so it is marked for attention.
    /// </summary>
    public void MissAccessCode(DateTimeOffset now)
    {
        Invariant.Holds(Status == OrderStatus.Paid && AccessCodeId is null && FormerAccessCodeId is not null);
        AttentionAt ??= now;
        Record("order.access-code-missed", Status, Actor.System, now);
    }
}
