using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Payments;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>A failed refund as a task of the box office.</summary>
/// <param name="Reason">Why the money was to be given back: <c>staff</c>, <c>buyer-cancelled</c> …</param>
/// <param name="Failure">The provider's code of the failure, or null.</param>
public sealed record FailedRefund(
    Guid Id, string OrderNumber, string Buyer, string Email, string Event, string TimeZone, Money Amount, string Reason, string? Failure,
    DateTimeOffset FailedAt);

/// <summary>Lists the failed refunds that nobody has dealt with, of the organizations for which the caller has box office rights.</summary>
public sealed class FailedRefundsReader(OrganizationContexts contexts)
{
    private const int CountMax = 200;

    /// <returns>The oldest first, at most 200.</returns>
    public async Task<IReadOnlyList<FailedRefund>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = contexts.ForBoxOffice(caller);
        return await (
            from refund in OrderRefunds.NeedingAttention(db)
            join order in db.Orders on refund.OrderId equals order.Id
            join performance in db.PerformanceFacts on order.PerformanceId equals performance.Id
            orderby refund.UpdatedAt, refund.Id
            select new FailedRefund(
                refund.Id, order.Number, order.Name, order.Email, performance.EventTitle, performance.TimeZone,
                new Money(refund.Amount, refund.Currency), refund.Reason, refund.FailureReason, refund.UpdatedAt))
            .Take(CountMax).ToListAsync(cancellationToken);
    }
}
