using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.WaitingRoom;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.WaitingRoom.Desk;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.WaitingRoom.Admin;

/// <summary>The performances that the user manages, with the state of their waiting rooms.</summary>
public sealed partial class RoomsPage(RoomDeskReader desks, RoomBoard board, CurrentActor actor, NavigationManager navigation, TimeProvider time)
    : LiveComponent
{
    private const int PageSize = 25;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private RoomList? _list;
    private int _take = PageSize;
    private string _search = "";
    private bool _onlyRooms;
    private bool _runsAny;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "rooms")]
    public string? Rooms { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        (_search, _onlyRooms, _take) = (Search ?? "", Rooms == "1", PageSize);
        await ReadAsync();
    }

    // The numbers are in this instance's memory: a refresh costs only the rendering.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            Repeat(time, RefreshInterval, ShowAsync);
        }
    }

    private void Narrow() => navigation.NavigateTo(AppUrls.AdminRoomsFound(_search.Trim(), _onlyRooms), replace: true);

    private Task ShowAsync()
    {
        StateHasChanged();
        return Task.CompletedTask;
    }

    private async Task ShowMoreAsync()
    {
        _take += PageSize;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var caller = await actor.ReadAsync((await Authentication).User, Lifetime);
        _runsAny = caller.RunsAny;
        _list = await desks.ListAsync(new ListRooms(caller, Search ?? "", Rooms == "1", _take), Lifetime);
    }

    private RoomView? Find(RoomDesk row) => board.Watch(row.Performance);

    private RoomPhase PhaseOf(RoomDesk row) => Find(row)?.Phase ?? row.Settings?.PhaseAt(time.GetUtcNow()) ?? RoomPhase.Off;

    private string NumberOf(RoomDesk row, Func<RoomState, long> number) =>
        Find(row)?.State is { } state ? number(state).ToString("N0", CultureInfo.CurrentCulture) : "–";

    private string RateOf(RoomDesk row) => Find(row) switch
    {
        { State: { } state } => state.PerMinute.ToString("N0", CultureInfo.CurrentCulture),
        { } room => room.Settings.PerMinute.ToString("N0", CultureInfo.CurrentCulture),
        null => "–",
    };
}
