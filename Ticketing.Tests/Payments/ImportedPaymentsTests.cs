using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Development.LocalStripe.Charging;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Payments;

/// <summary>Payments imported with the demo's orders behave like paid ones.</summary>
public sealed class ImportedPaymentsTests(TestServers servers)
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Order_WithImportedPayment_IsRefundedAtTheProvider()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var order = await ImportAsync(office);

        var refunded = await office.Service<RefundOrderHandler>().HandleAsync(
            new RefundOrder(order.Order, null, WithFees: true, SeatsBackOnSale: true, "staff", BackOffice.Admin()), Stop);

        Assert.Equal(OrderStatus.Refunded, refunded.Value!.Status);
        Assert.Equal([0, 0, 0], await office.Shop.SeatsAsync(0, 1, 2));
        Assert.Equal(
            $"succeeded {order.Amount.Amount}",
            await office.Shop.Database.ScalarAsync<string>("select status || ' ' || amount from refunds where order_id = $1", order.Order.Value));
        Assert.Equal(
            order.Amount.Amount,
            await office.Shop.Database.ScalarAsync<long>("select (body ->> 'amount_refunded')::bigint from local_stripe.resources where kind = 'charge'"));
    }

    [Fact]
    public async Task Payment_Imported_HasItsOrderAndRefundLimit()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var order = await ImportAsync(office);
        var id = await office.Shop.Database.ScalarAsync<string>("select provider_payment_id from payments");
        var provider = office.Service<IPaymentProvider>();

        var intent = (await provider.GetIntentAsync(id!, Stop)).Value!;
        var tooMuch = await provider.RefundAsync(
            new RefundPayment(id!, order.Amount with { Amount = order.Amount.Amount + 1 }, order.Order, Guid.NewGuid(), RefundReason.RequestedByBuyer, "too-much"), Stop);

        Assert.Equal((PaymentIntentStatus.Succeeded, order.Amount, order.Order), (intent.Status, intent.Amount, intent.Order));
        Assert.False(tooMuch.Succeeded);
    }

    // The office's order, imported as paid before the start.
    private static async Task<ImportedPayment> ImportAsync(BackOffice office)
    {
        var database = office.Shop.Database;
        await database.ExecuteAsync("delete from payments");
        await database.ExecuteAsync("truncate local_stripe.resources cascade");
        var id = new OrderId(await database.ScalarAsync<Guid>("select id from orders"));
        var payment = new ImportedPayment(id, office.Number, "ada@example.org", new Money(office.Order.Total, "EUR"), DateTimeOffset.UnixEpoch.AddYears(56));
        await using var connection = await database.DataSource.OpenConnectionAsync(Stop);
        await office.Service<ImportedPayments>().WriteAsync(connection, [payment], Stop);
        return payment;
    }
}
