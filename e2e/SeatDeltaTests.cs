using Microsoft.Playwright;

namespace Ticketing.E2E;

public sealed class SeatDeltaTests(Site site)
{
    [Fact]
    public async Task Delta_LostOnTheWay_IsMadeGood()
    {
        var performance = await site.PerformanceAsync(SeatMapTests.HallSeats, skip: 1);
        var seat = (await site.FreeNeighboursAsync(performance, 1, skip: 24))[0];
        var page = await site.VisitAsync();
        var lost = 0;
        await page.RouteWebSocketAsync("**/_blazor**", browser =>
        {
            var server = browser.ConnectToServer();
            server.OnMessage(message =>
            {
                if (lost == 0 && message.Binary is { } bytes && bytes.AsSpan().IndexOf("applyDelta"u8) >= 0)
                {
                    lost++;
                    return;
                }

                Pass(browser, message);
            });
        });
        await PaymentStep.OpenMapAsync(page, performance);
        var other = await PaymentStep.OpenMapAsync(await site.VisitAsync(), performance);

        await SeatMapTests.ClickSeatAsync(other, seat);

        await SeatMapTests.WaitForSeatAsync(page, seat, "held");
        Assert.Equal(1, lost);
    }

    private static void Pass(IWebSocketRoute to, IWebSocketFrame message)
    {
        if (message.Binary is { } bytes)
        {
            to.Send(bytes);
        }
        else
        {
            to.Send(message.Text!);
        }
    }
}
