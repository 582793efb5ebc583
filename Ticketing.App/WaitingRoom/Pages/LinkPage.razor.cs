using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.WaitingRoom.Engine;
using Ticketing.Infrastructure.WaitingRoom.Links;

namespace Ticketing.App.WaitingRoom.Pages;

/// <summary>Target of a skip-the-line link. The visit changes nothing; the button enters.</summary>
public sealed partial class LinkPage(
    SeatSaleReader sales, RoomBoard board, RoomKeyRing ring, AdmissionGuard guard, EnterByLinkHandler enter, NavigationManager navigation) : ComponentBase
{
    private SeatSale? _sale;
    private LinkRefusal? _refusal;
    private int _minutes;

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery]
    public string? Link { get; set; }

    /// <summary>Any value: the shop was full at the last attempt.</summary>
    [SupplyParameterFromQuery]
    public string? Busy { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string WhenText => VenueTime.When(VenueTime.At(_sale!.StartsAt, _sale.TimeZone), CultureInfo.CurrentCulture);

    protected override async Task OnInitializedAsync()
    {
        var (performance, cancellationToken) = (new PerformanceId(Id), HttpContext.RequestAborted);
        _sale = await sales.ReadAsync(performance, cancellationToken: cancellationToken);
        if (_sale is null)
        {
            navigation.NotFound();
            return;
        }

        if (board.Find(performance) is not { } room || await guard.IsAdmittedAsync(HttpContext, performance))
        {
            navigation.NavigateTo(AppUrls.Performance(Id));
            return;
        }

        _minutes = room.Settings.PassSeconds / 60;
        _refusal = AdmissionLinkToken.Read(Link, await ring.GetAsync(cancellationToken)) is { } token
            ? await enter.CheckAsync(new EnterByLink(performance, token, QueueVisitor.FirstOwner(HttpContext)), cancellationToken)
            : LinkRefusal.Unknown;
    }
}
