using Bunit;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using MudBlazor.Services;
using Ticketing.App.Publishing.Organizer;

namespace Ticketing.Tests.Components;

/// <summary>The dialog that asks before a date is postponed or an event is cancelled.</summary>
public sealed class StateDialogTests : IAsyncDisposable
{
    private readonly BunitContext _context = SeatMapFixtures.English();

    public StateDialogTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public async Task Dialog_WithoutReasonAndTitle_StaysOpenAndSaysWhy()
    {
        var (dialogs, shown) = await OpenAsync(zone: null, typed: "An evening");

        await ClickAsync(dialogs);
        Assert.Contains("Enter a reason", dialogs.Find("#state-reason-hint").TextContent, StringComparison.Ordinal);
        Assert.Contains("This is not the title.", dialogs.Find("#state-typed-hint").TextContent, StringComparison.Ordinal);
        Assert.False(shown.Result.IsCompleted);

        await ChangeAsync(dialogs, "#state-reason", " The hall is flooded. ");
        await ChangeAsync(dialogs, "#state-typed", "an EVENING ");
        await ClickAsync(dialogs);
        Assert.Equal(new StateChoice("The hall is flooded.", null), (await shown.Result)!.Data);
    }

    [Fact]
    public async Task Dialog_ToPostpone_TakesALocalTime()
    {
        var (dialogs, shown) = await OpenAsync("Europe/Berlin", typed: null);
        Assert.Empty(dialogs.FindAll("#state-typed"));

        await ChangeAsync(dialogs, "#state-starts", "2027-05-01T20:00");
        await ChangeAsync(dialogs, "#state-reason", "The singer is ill.");
        await ClickAsync(dialogs);

        Assert.Equal(new StateChoice("The singer is ill.", new DateTime(2027, 5, 1, 20, 0, 0)), (await shown.Result)!.Data);
    }

    private static Task ChangeAsync(IRenderedComponent<MudDialogProvider> dialogs, string selector, string text) =>
        dialogs.InvokeAsync(() => dialogs.Find(selector).ChangeAsync(new ChangeEventArgs { Value = text }));

    private static Task ClickAsync(IRenderedComponent<MudDialogProvider> dialogs) =>
        dialogs.InvokeAsync(() => dialogs.Find(".confirm-yes").ClickAsync(new()));

    private async Task<(IRenderedComponent<MudDialogProvider> Dialogs, IDialogReference Shown)> OpenAsync(string? zone, string? typed)
    {
        _context.Render<MudPopoverProvider>();
        var dialogs = _context.Render<MudDialogProvider>();
        var parameters = new DialogParameters<StateDialog>
        {
            { dialog => dialog.Question, "Sure?" }, { dialog => dialog.Yes, "Do it" }, { dialog => dialog.Zone, zone }, { dialog => dialog.Typed, typed },
        };
        var service = _context.Services.GetService<IDialogService>()!;
        IDialogReference? shown = null;
        await dialogs.InvokeAsync(async () =>
        {
            shown = await service.ShowAsync<StateDialog>("Do it", parameters);
        });
        dialogs.WaitForElement(".confirm-yes");
        return (dialogs, shown!);
    }
}
