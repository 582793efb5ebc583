using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Seating;

namespace Ticketing.Infrastructure.Ordering;

public static class OrderingRegistration
{
    public static IServiceCollection AddOrdering(this IServiceCollection services)
    {
        services.AddOptions<OrderingOptions>().BindConfiguration(OrderingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OrderingOptions>, OrderingOptionsValidator>();
        services.AddSingleton<CompiledPlans>();
        services.AddSingleton<PaymentStarter>();
        services.AddSingleton<PlaceOrderHandler>();
        services.AddSingleton<SettlePaymentHandler>();
        services.AddSingleton<PaymentEventIntake>();
        services.AddSingleton<EndUnpaidOrder>();
        services.AddSingleton<PaymentReconciler>();
        services.AddSingleton<MissedPaymentEvents>();
        services.AddSingleton<RefundSender>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<CheckoutReader>();
        services.AddSingleton<CancelOrderHandler>();
        services.AddSingleton<RefundOrderHandler>();
        services.AddSingleton<ResendOrderMailHandler>();
        services.AddSingleton<ListOrdersHandler>();
        services.AddSingleton<OrderTrailReader>();
        services.AddSingleton<ClaimGuestOrdersHandler>();
        services.AddSingleton<ForgetBuyerHandler>();
        services.AddSingleton<ExportOrdersHandler>();
        services.AddHostedService<OrderingWorker>();
        return services;
    }
}
