using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Pages;

/// <summary>
/// Return page after a bank's page. It ignores the query parameters and reads the payment's state from the database or the
/// provider, so reloading is safe.
/// </summary>
public sealed partial class PaymentReturn(PaymentProgressReader reader, NavigationManager navigation)
{
    private PaymentProgress? _progress;

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [Parameter]
    public Guid HoldId { get; set; }

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
    }

    private string? NextAddressOf(PaymentProgress progress) => progress.Stage switch
    {
        PaymentStage.Waiting or PaymentStage.Processing => null,
        PaymentStage.Open or PaymentStage.Failed => AppUrls.CheckoutUnpaid(HoldId),
        PaymentStage.Paid => AppUrls.OrderNotice(progress.View.Order.Number, null, OrderPageNotice.Paid),
        PaymentStage.Ended => AppUrls.Order(progress.View.Order.Number),
    };
}
