using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Pages;

/// <summary>
/// Return page after a bank's page. It reads the payment's state from the database or the provider, whatever the query says, so reloading
/// is safe. A bank's app may lead back to a browser without the buyer's cookie: that one learns whether the order is paid and where the
/// tickets go.
/// </summary>
public sealed partial class PaymentReturn(PaymentProgressReader reader, NavigationManager navigation)
{
    private PaymentProgress? _progress;
    private PaymentElsewhere? _elsewhere;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Parameter]
    public Guid HoldId { get; set; }

    /// <summary>Added by the provider to the return address; proves, with the secret, that this is the buyer.</summary>
    [SupplyParameterFromQuery(Name = "payment_intent")]
    public string? Intent { get; set; }

    [SupplyParameterFromQuery(Name = "payment_intent_client_secret")]
    public string? ClientSecret { get; set; }

    private Order Order => _progress!.View.Order;

    private string Total => new Money(Order.Total, Order.Currency).Format(CultureInfo.CurrentCulture);

    private string Until
    {
        get
        {
            var local = VenueTime.At(Order.ExpiresAt, _progress!.View.Venue.TimeZone);
            return $"{VenueTime.Time(local, CultureInfo.CurrentCulture)} ({VenueTime.Zone(local)})";
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _progress = await reader.ReadAsync(new HoldId(HoldId), await OrderVisits.OfAsync(Http), Http.RequestAborted);
        if (_progress is not null && NextAddressOf(_progress) is { } next)
        {
            navigation.NavigateTo(next);
        }
        else if (_progress is null && Intent is { } intent && ClientSecret is { } secret)
        {
            _elsewhere = await reader.ReadElsewhereAsync(new HoldId(HoldId), intent, secret, Http.RequestAborted);
        }
    }

    private (string Title, string Detail) ElsewhereText => _elsewhere switch
    {
        { Stage: PaymentStage.Paid } => (L["Your payment has arrived"], L["We send your tickets to {0}. The browser where you chose your seats shows them, too.", _elsewhere.Email]),
        { Stage: PaymentStage.Waiting or PaymentStage.Processing } => (
            L["Your payment is being confirmed"], L["As soon as it is confirmed, we send your tickets to {0}. You do not have to wait here, and please do not pay again.", _elsewhere.Email]),
        { Stage: PaymentStage.Open or PaymentStage.Failed } => (
            L["The payment was not finished"], L["Nothing was charged. Continue in the browser where you chose your seats: they are still kept for you."]),
        { Stage: PaymentStage.Ended } => (
            L["The time for these seats has run out"], L["They are on sale again. Nothing was charged; if a payment still arrives, you get the seats if they are free, or your money back."]),
        _ => (
            L["Continue in the browser where you chose your seats"], L["This browser does not know your order. If your payment went through, we send you the tickets by mail."]),
    };

    private string? NextAddressOf(PaymentProgress progress) => progress.Stage switch
    {
        PaymentStage.Waiting or PaymentStage.Processing => null,
        PaymentStage.Open or PaymentStage.Failed => AppUrls.CheckoutUnpaid(HoldId),
        PaymentStage.Paid => AppUrls.OrderNotice(progress.View.Order.Number, null, OrderPageNotice.Paid),
        PaymentStage.Ended => AppUrls.Order(progress.View.Order.Number),
    };
}
