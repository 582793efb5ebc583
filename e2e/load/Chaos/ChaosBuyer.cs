using Ticketing.Load.Http;
using Ticketing.Load.Proof;

namespace Ticketing.Load.Chaos;

/// <summary>
/// Somebody who chooses seats and orders them, or gives them back, or lets them be; again and again, at one instance or the other. Without
/// an answer they mostly ask again with the same key, as a good client does; sometimes they ask again although they have one.
/// </summary>
internal sealed class ChaosBuyer(Shop shop, int seats, Random random, StopSign stop)
{
    private const int SeatsMax = 3;
    private const int AttemptsMax = 4;
    private const int PauseMsMax = 80;
    private const int ThinkMsMax = 200;

    public async Task RunAsync()
    {
        while (!stop.IsUp)
        {
            var count = random.Next(1, SeatsMax + 1);
            var (number, first) = (shop.NewNumber(), random.Next(seats - count + 1));
            HeldInShop? held = null;
            await AskAsync(async instance =>
            {
                var (result, hold) = await shop.HoldAsync(instance, number, first, count);
                held = hold ?? held;
                return result;
            });
            if (held is not null)
            {
                await UseAsync(held);
            }

            await Task.Delay(random.Next(PauseMsMax));
        }
    }

    private async Task UseAsync(HeldInShop held)
    {
        // Few order: what is sold is nobody's aim any more.
        var choice = random.Next(100);
        await Task.Delay(choice % 5 == 0 ? UntilAboutItsEnd(held) : TimeSpan.FromMilliseconds(random.Next(ThinkMsMax)));
        switch (choice)
        {
            case < 15:
                await AskAsync(instance => shop.OrderAsync(instance, held));
                break;
            case < 40:
                await AskAsync(instance => shop.ReleaseAsync(instance, held));
                break;
            case < 45:
                // Two tabs: only one of the two can have its way.
                await Task.WhenAll(AskAsync(instance => shop.OrderAsync(instance, held)), AskAsync(instance => shop.ReleaseAsync(instance, held)));
                break;
            default:
                // Its time will run out.
                break;
        }
    }

    private TimeSpan UntilAboutItsEnd(HeldInShop held)
    {
        var left = held.ExpiresAt - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(random.Next(-150, 50));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task AskAsync(Func<int, Task<SeatResult>> ask)
    {
        // Its own, because the two of two tabs draw at the same time.
        var dice = new Random(random.Next());
        var instance = dice.Next(2);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var isKnown = await ask(instance) != SeatResult.Unknown;
            if (isKnown ? dice.Next(20) != 0 : dice.Next(4) == 0)
            {
                return;
            }

            // Whoever got no answer turns to the other one.
            instance++;
            await Task.Delay(dice.Next(PauseMsMax));
        }
    }
}
