using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.WaitingRoom;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.App.Inventory.Pages;

/// <summary>Seat page of a performance: a static page around the live map.</summary>
public sealed partial class SeatsPage(SeatSaleReader sales, NavigationManager navigation, TimeProvider time) : ComponentBase
{
    /// <summary>Modules to preload; the browser would otherwise discover the imports one after the other.</summary>
    private static readonly string[] Modules =
    [
        "page", "index", "canvas", "geometry", "state", "scene", "draw-sections", "draw-seats", "overlay", "camera", "input", "keyboard",
        "pointing", "list", "legend", "theme", "texts", "dom", "grid", "lod", "hud", "tooltip", "minimap", "glyphs", "draw-text", "flight",
        "signs", "circuit", "repeats", "density", "offers", "label-layout", "card", "row-pins", "probe",
    ];

    private SeatSale? _sale;
    private string _buyerKey = "";
    private Guid? _user;
    private string? _pass;
    private string? _address;
    private string? _access;
    private PresaleWindow? _announced;
    private bool _isForCodesOnly;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string WhenText => _sale is { } sale
        ? VenueTime.When(VenueTime.At(sale.StartsAt, sale.TimeZone), CultureInfo.CurrentCulture)
        : "";

    protected override async Task OnInitializedAsync()
    {
        _access = AccessCookie.Shown(HttpContext, new PerformanceId(Id));
        _sale = await sales.ReadAsync(new PerformanceId(Id), _access, HttpContext.RequestAborted);
        if (_sale is null)
        {
            navigation.NotFound();
            return;
        }

        _buyerKey = BuyerKey.GetOrCreate(HttpContext);
        _user = AccountClaims.User(HttpContext.User)?.Value;
        _pass = QueueVisitor.Pass(HttpContext, new PerformanceId(Id));
        _address = HttpContext.Connection.RemoteIpAddress?.ToString();
        if (_sale.State == SaleState.NotYetOnSale && !_sale.Presales.IsEmpty)
        {
            await AnnounceAsync(_sale);
        }
    }

    // While a presale is open, the map is for its buyers; before it, everybody may look around.
    private async Task AnnounceAsync(SeatSale sale)
    {
        var own = await sales.FindPresaleAsync(sale.Id, _access, HttpContext.RequestAborted);
        var now = time.GetUtcNow();
        if (own?.IsOpenAt(now) != true)
        {
            _announced = own is null ? PresaleWindow.ToAnnounce(sale.Presales, now) : null;
            _isForCodesOnly = sale.Presales.Any(presale => presale.IsOpenAt(now));
        }

        _announced ??= _isForCodesOnly ? PresaleWindow.ToAnnounce(sale.Presales, now) : null;
    }

    private string PriceText(SeatSaleTier tier)
    {
        var price = tier.Price.Amount == 0 ? L["Free"].Value : tier.Price.Format(CultureInfo.CurrentCulture);
        return tier.Fee.Amount == 0 ? price : L["{0} plus {1} fee", price, tier.Fee.Format(CultureInfo.CurrentCulture)];
    }
}
