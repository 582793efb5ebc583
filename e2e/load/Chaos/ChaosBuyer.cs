using Ticketing.Load.Http;
using Ticketing.Load.Proof;

namespace Ticketing.Load.Chaos;

/// <summary>
/// A buyer who repeatedly holds seats and then orders, releases or abandons them, on alternating instances. Retries with the
/// same key mostly without a response, sometimes also with one.
/// </summary>
internal sealed class ChaosBuyer(Shop shop, int seats, Random random, StopSignal stop)
{
    private const int SeatsMax = 3;
    private const int AttemptsMax = 4;
    private const int PauseMsMax = 80;
    private const int ThinkMsMax = 200;

    public async Task RunAsync()
    {
        while (!stop.IsSet)
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
        // Few order: sold seats leave the contention.
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
                // Two concurrent tabs: only one can succeed.
                await Task.WhenAll(AskAsync(instance => shop.OrderAsync(instance, held)), AskAsync(instance => shop.ReleaseAsync(instance, held)));
                break;
            default:
                // Abandoned: the hold expires.
                break;
        }
    }

    private TimeSpan UntilAboutItsEnd(HeldInShop held)
    {
        var left = held.ExpiresAt - TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(-150, 50));
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task AskAsync(Func<int, Task<SeatResult>> ask)
    {
        // A separate generator: both tabs draw concurrently.
        var ownRandom = new Random(random.Next());
        var instance = ownRandom.Next(2);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var isKnown = await ask(instance) != SeatResult.Unknown;
            if (isKnown ? ownRandom.Next(20) != 0 : ownRandom.Next(4) == 0)
            {
                return;
            }

            // Retry at the other instance.
            instance++;
            await Task.Delay(ownRandom.Next(PauseMsMax));
        }
    }
}
