using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Core.Catalog;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Inventory.Sale;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Pages;

/// <summary>
/// The page for waiting visitors. Rendered without a circuit; its script updates it from the public status document. Without script it
/// refreshes periodically, and its buttons are forms.
/// </summary>
public sealed partial class QueuePage(
    SeatSaleReader sales, RoomBoard board, RoomKeyRing ring, AdmissionGuard guard, NavigationManager navigation) : ComponentBase
{
    private SeatSale? _sale;
    private RoomPhase _phase;
    private bool _isIn;
    private long? _place;
    private long? _ahead;
    private double _perMinute;
    private string _message = "";
    private int _messageVersion;

    [Parameter]
    public Guid Id { get; set; }

    /// <summary><c>off</c>: the browser has tried to join without the cookie that this page has set.</summary>
    [SupplyParameterFromQuery(Name = "cookies")]
    public string? Cookies { get; set; }

    [SupplyParameterFromQuery(Name = "crowded")]
    public string? Crowded { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private QueueWords Words => IsCalled
        ? new QueueWords(L["It is your turn!"], L["Continue to the seats."])
        : QueueTexts.Of(_phase, _isIn, L);

    private string? NoticeText =>
        Cookies == "off" ? L["Your browser does not accept cookies, so it cannot keep a place. Allow cookies for this site and join again."].Value
        : Crowded == "1" && !_isIn ? L["Many people are joining from your network right now. Allow scripts for this site and join again, or try again in a minute."].Value
        : null;

    private bool CanJoin => !_isIn && _phase is (RoomPhase.PreQueue or RoomPhase.Live or RoomPhase.Paused or RoomPhase.SoldOut);

    private bool IsCalled => _ahead < 0 && _phase is (RoomPhase.Live or RoomPhase.Paused or RoomPhase.Draining or RoomPhase.SoldOut);

    private string WhenText => VenueTime.When(VenueTime.At(_sale!.StartsAt, _sale.TimeZone), CultureInfo.CurrentCulture);

    private string AheadText => _ahead switch
    {
        null or < 0 => "",
        0 => L["You are next."],
        1 => L["One person is ahead of you."],
        { } ahead => L["{0} people are ahead of you.", ahead.ToString("N0", CultureInfo.CurrentCulture)],
    };

    private string PlaceText => _place is { } place ? (place + 1).ToString("N0", CultureInfo.CurrentCulture) : "";

    private string TimeText => _ahead is { } ahead and >= 0 && WaitEstimate.Of(ahead, _perMinute) is { } estimate ? WaitText(estimate) : L["not known yet"];

    private string TextsJson => JsonSerializer.Serialize(QueueTexts.All(L), JsonSerializerOptions.Web);

    protected override async Task OnInitializedAsync()
    {
        var performance = new PerformanceId(Id);
        _sale = await sales.ReadAsync(performance, cancellationToken: HttpContext.RequestAborted);
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

        (_phase, _message, _messageVersion) = (room.Phase, room.Settings.Message, room.MessageVersion);
        var ticket = QueueVisitor.Ticket(HttpContext, performance, await ring.GetAsync(HttpContext.RequestAborted));
        _isIn = ticket is not null;
        if (ticket is not null && room is { Draw.Draw: { } draw, State: { } state })
        {
            _place = ticket.Number.PlaceAfter(draw);
            _ahead = _place - state.Serving;
            _perMinute = state.Phase is RoomPhase.Live or RoomPhase.Draining ? state.PerMinute : 0;
        }
    }

    // As waitWords in the page's script.
    private string WaitText(WaitEstimate wait)
    {
        var (from, to) = (Minutes(wait.Shortest), Minutes(wait.Longest));
        return wait.Longest.TotalMinutes < 1 ? to
            : from == to ? L["about {0}", to]
            : wait.Shortest.TotalMinutes < 1 ? L["at most {0}", to]
            : L["between {0} and {1}", from, to];
    }

    private string Minutes(TimeSpan time) => time.TotalMinutes < 1 ? L["less than a minute"]
        : time.TotalMinutes < 1.5 ? L["1 minute"]
        : time.TotalMinutes < 120 ? L["{0} minutes", Math.Round(time.TotalMinutes).ToString("N0", CultureInfo.CurrentCulture)]
        : time.TotalHours < 24 ? L["{0} hours", Math.Round(time.TotalHours).ToString("N0", CultureInfo.CurrentCulture)]
        : L["a day or more"];
}
