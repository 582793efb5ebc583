using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Platform;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.WaitingRoom;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>The performances whose sale the visitor runs, with what their waiting rooms do at this moment.</summary>
public sealed partial class RoomsPage(RoomDeskReader desks, RoomBoard board, CurrentActor actor, NavigationManager navigation, TimeProvider time)
    : ComponentBase, IAsyncDisposable
{
    private const int PageSize = 25;

    private readonly Heartbeat heartbeat = new();
    private RoomList? list;
    private int take = PageSize;
    private string search = "";
    private bool onlyRooms;
    private bool runsAny;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "rooms")]
    public string? Rooms { get; set; }

    public ValueTask DisposeAsync() => heartbeat.DisposeAsync();

    protected override async Task OnInitializedAsync()
    {
        (search, onlyRooms) = (Search ?? "", Rooms == "1");
        await ReadAsync();
    }

    // The numbers stand in this instance's memory: looking again each second costs nothing but the picture.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            heartbeat.Start(() => InvokeAsync(StateHasChanged), DispatchExceptionAsync);
        }
    }

    private async Task SearchAsync()
    {
        navigation.NavigateTo(AppUrls.AdminRoomsFound(search.Trim(), onlyRooms), replace: true);
        take = PageSize;
        await ReadAsync();
    }

    private async Task ShowMoreAsync()
    {
        take += PageSize;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, heartbeat.Stop);
        runsAny = caller.IsAdmin || caller.Memberships.Keys.Any(caller.Runs);
        list = await desks.ListAsync(new ListRooms(caller, search, onlyRooms, take), heartbeat.Stop);
    }

    private RoomView? Find(RoomDesk row) => board.Watch(row.Performance);

    private RoomPhase PhaseOf(RoomDesk row) => Find(row)?.Phase ?? row.Settings?.PhaseAt(time.GetUtcNow()) ?? RoomPhase.Off;

    private string RateOf(RoomDesk row) => Find(row) switch
    {
        { State: { } state } => state.PerMinute.ToString("N0", CultureInfo.CurrentCulture),
        { } room => room.Settings.PerMinute.ToString("N0", CultureInfo.CurrentCulture),
        null => "–",
    };
}
