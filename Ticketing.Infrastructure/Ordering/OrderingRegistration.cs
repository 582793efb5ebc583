using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Inventory.Feed;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Messaging.Events;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Ordering.Bulk;
using Ticketing.Infrastructure.Ordering.Campaigns;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Extras;
using Ticketing.Infrastructure.Ordering.Notices;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Infrastructure.Ordering.Search;
using Ticketing.Infrastructure.Ordering.Service;
using Ticketing.Infrastructure.Ordering.Settle;
using Ticketing.Infrastructure.Privacy;
using Ticketing.Infrastructure.Telemetry;
using Ticketing.Infrastructure.WaitingRoom.Join;

namespace Ticketing.Infrastructure.Ordering;

public static class OrderingRegistration
{
    /// <summary>Adds orders with their tickets, payments and refunds. Needs inventory, payments, ticket keys and the waiting room.</summary>
    public static IServiceCollection AddOrdering(this IServiceCollection services)
    {
        services.AddOptions<OrderingOptions>().BindConfiguration(OrderingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OrderingOptions>, OrderingOptionsValidator>();
        services.AddInstruments<OrderMetrics>();
        services.AddSingleton(OrderGauges.PaidWithoutTickets);
        services.AddSingleton(OrderGauges.SeatsSoldTwice);
        services.AddSingleton<PaymentStarter>();
        services.AddSingleton<RequestOrderLinkHandler>();
        services.AddSingleton<OrderStatement>();
        services.AddSingleton<OrderBatch>();
        services.AddSingleton<OrderBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<OrderBatcher>());
        services.AddSingleton<PresaleOrders>();
        services.AddSingleton<SingleOrder>();
        services.AddSingleton(provider => new PlaceOrderHandler(
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(),
            provider.GetRequiredService<OrderBatcher>(),
            provider.GetRequiredService<SingleOrder>(),
            provider.GetRequiredService<PaymentStarter>(),
            provider.GetRequiredService<ShopMeter>(),
            provider.GetRequiredService<OrderMetrics>(),
            provider.GetRequiredService<BuyersPasses>(),
            provider.GetRequiredService<SeatAnnouncer>()));
        services.AddSingleton<PlaceOrderWithRetry>();
        services.AddSingleton<ChooseReductionsHandler>();
        services.AddSingleton<ExtendPaymentHandler>();
        services.AddSingleton<ConfirmationStatement>();
        services.AddSingleton<ConfirmationBatch>();
        services.AddSingleton<ConfirmationBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<ConfirmationBatcher>());
        services.AddSingleton(provider => new SettlePaymentHandler(
            provider.GetRequiredService<IDbContextFactory<TicketingDbContext>>(),
            provider.GetRequiredService<ConfirmationBatcher>(),
            provider.GetRequiredService<SeatLedger>(),
            provider.GetRequiredService<SeatAnnouncer>(),
            provider.GetRequiredService<RefundSender>(),
            provider.GetRequiredService<BuyersPasses>(),
            provider.GetRequiredService<BankWait>(),
            provider.GetRequiredService<OrderMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SettlePaymentHandler>>()));
        services.AddSingleton<BankWait>();
        services.AddSingleton<PaymentEventIntake>();
        services.AddSingleton<EndUnpaidOrder>();
        services.AddSingleton<PaymentReconciler>();
        services.AddSingleton<MissedPaymentEvents>();
        services.AddSingleton<ProviderRefunds>();
        services.AddSingleton<RefundSender>();
        services.AddSingleton<TicketCodes>();
        services.AddSingleton<OrderReader>();
        services.AddSingleton<CheckoutReader>();
        services.AddSingleton<BasketReader>();
        services.AddSingleton<PaymentProgressReader>();
        services.AddSingleton<CancelOrderHandler>();
        services.AddSingleton<RefundOrderHandler>();
        services.AddSingleton<RefundAllowances>();
        services.AddSingleton<FailedRefundHandler>();
        services.AddSingleton<FailedRefundsReader>();
        services.AddSingleton<ResendOrderMailHandler>();
        services.AddSingleton<ResendTicketsHandler>();
        services.AddSingleton<MyOrders>();
        services.AddSingleton<ListOrdersHandler>();
        services.AddSingleton<OrderTrailReader>();
        services.AddOrderService();
        services.AddSingleton<ExtraReader>();
        services.AddSingleton<OfferedExtras>();
        services.AddSingleton<ManageExtrasHandler>();
        services.AddSingleton<VoucherCodes>();
        services.AddSingleton<OrderQuestionsReader>();
        services.AddSingleton<AnswerOrderHandler>();
        services.AddSingleton<GuestOrders>();
        services.AddSingleton<OrderTokens>();
        services.AddSingleton<OrderEmails>();
        services.AddSingleton<ForgetBuyerHandler>();
        services.AddSingleton<ExportOrdersHandler>();
        services.AddSingleton<ManageCampaignsHandler>();
        services.AddSingleton<PromoCodesHandler>();
        services.AddSingleton<CampaignReader>();
        services.AddSingleton<PromoCodeReader>();
        services.AddSingleton<LateBuyerNotices>();
        services.AddSingleton<BulkRefundsHandler>();
        services.AddSingleton<BulkRefundReader>();
        services.AddSingleton<BulkRefundWork>();
        services.AddHostedService<OrderingWorker>();
        return services;
    }

    // Orders as organizers find and change them.
    private static void AddOrderService(this IServiceCollection services)
    {
        services.AddSingleton<CardReader>();
        services.AddSingleton<OrganizerOrders>();
        services.AddSingleton<OrderTimelineReader>();
        services.AddSingleton<EditOrderHandler>();
        services.AddSingleton<OrderNotesHandler>();
        services.AddSingleton(provider => new AccountEraser(provider.GetRequiredService<OrderNotesHandler>().ForgetAuthorAsync));
        services.AddSingleton<FreeSeats>();
        services.AddSingleton<ExchangeQuotes>();
        services.AddSingleton<ExchangeSeatsHandler>();
        services.AddSingleton<SellAtBoxOfficeHandler>();
        services.AddSingleton<ChooseAtBoxOfficeHandler>();
        services.AddSingleton<BoxOfficeReader>();
        services.AddSingleton<OrderSearchConsumer>();
        services.AddFactConsumer<OrderSearchConsumer>(OrderSearchConsumer.Name, OrderSearchConsumer.Types);
        services.AddHostedService<OrderSearchFill>();
    }
}
