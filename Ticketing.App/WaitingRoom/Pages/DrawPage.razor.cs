using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Pages;

/// <summary>Explains the draw and verifies it in the visitor's browser.</summary>
public sealed partial class DrawPage(SeatSaleReader sales, RoomBoard board, RoomKeyRing ring, NavigationManager navigation) : ComponentBase
{
    // A browser calculates about ten thousand places per second.
    private const int AllMax = 100_000;

    private SeatSale? _sale;
    private string _commitment = "";
    private string _seed = "";
    private long _lots;
    private long _lot;

    [Parameter]
    public Guid Id { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string TextsJson => JsonSerializer.Serialize(
        new
        {
            seedFits = L["Checked in your browser: the seed matches the fingerprint."].Value,
            seedDiffers = L["The seed does not match the fingerprint. This draw cannot be trusted."].Value,
            place = L["Lot {0} got place {1}."].Value,
            noLot = L["There is no such lot in the draw."].Value,
            counting = L["{0} of {1} …"].Value,
            allOnce = L["Each of the {0} places was given exactly once."].Value,
            notAll = L["A place was given twice, or not at all."].Value,
        },
        JsonSerializerOptions.Web);

    protected override async Task OnInitializedAsync()
    {
        var performance = new PerformanceId(Id);
        _sale = await sales.ReadAsync(performance, cancellationToken: HttpContext.RequestAborted);
        if (_sale is null || board.Find(performance) is not { } room)
        {
            _sale = null;
            navigation.NotFound();
            return;
        }

        _commitment = Convert.ToHexStringLower(room.Commitment);
        if (room.Draw is { } held)
        {
            (_seed, _lots) = (Convert.ToHexStringLower(held.Seed), held.Draw.Lots);
            _lot = QueueVisitor.Ticket(HttpContext, performance, await ring.GetAsync(HttpContext.RequestAborted))?.Number.LotAfter(held.Draw) ?? 0;
        }
    }
}
