using System.Globalization;
using System.Security.Cryptography;
using Ticketing.Core.WaitingRoom;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.WaitingRoom;

/// <summary>Runs the page's modules in Node and compares their results with the server's.</summary>
public sealed class QueueScriptTests
{
    [Fact]
    public async Task Draw_OfTenThousandLots_EqualsTheServer()
    {
        var seed = SHA256.HashData("ten thousand"u8);
        var draw = new Draw(seed, 10_000);

        var places = await NodeScript.RunAsync($$"""
            import { drawOf, commitmentOf } from '{{Module("draw")}}';
            const draw = await drawOf('{{Convert.ToHexStringLower(seed)}}', 10000);
            const places = [];
            for (let lot = 0; lot < 10000; lot++) places.push(await draw.placeOf(lot));
            console.log(await commitmentOf('{{Convert.ToHexStringLower(seed)}}') + ' ' + places.join(','));
            """);

        var expected = string.Join(',', Enumerable.Range(0, 10_000).Select(lot => draw.PlaceOf(lot)));
        Assert.Equal(Convert.ToHexStringLower(Draw.CommitmentOf(seed)) + " " + expected, places);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    public async Task Draw_OfFewLots_EqualsTheServer(int lots)
    {
        var seed = SHA256.HashData("few"u8);
        var draw = new Draw(seed, lots);

        var places = await NodeScript.RunAsync($$"""
            import { drawOf } from '{{Module("draw")}}';
            const draw = await drawOf('{{Convert.ToHexStringLower(seed)}}', {{lots}});
            console.log((await Promise.all(Array.from({ length: {{lots}} }, (_, lot) => draw.placeOf(lot)))).join(','));
            """);

        Assert.Equal(string.Join(',', Enumerable.Range(0, lots).Select(lot => draw.PlaceOf(lot))), places);
    }

    [Fact]
    public async Task Rules_OfThePage_EqualTheServer()
    {
        var said = await NodeScript.RunAsync($$"""
            import { aheadOf, countdown, estimate, pollAfter, progress, secondsUntilNext } from '{{Module("rules")}}';
            const wait = estimate(600, 60);
            console.log([
              aheadOf(10, 3), wait.shortest.toFixed(3), wait.longest.toFixed(3), estimate(5, 0),
              pollAfter(1, 0.5), pollAfter(80, 0.5), pollAfter(1e6, 0.5), pollAfter(80, 0) / pollAfter(80, 0.5), pollAfter(NaN, 0.5),
              progress(100, 50), progress(100, 80, 0.6), progress(100, -3), progress(0, 0),
              secondsUntilNext({ phase: 'announced', opens: 20 }, 5), secondsUntilNext({ phase: 'live' }, 5),
              countdown(59.2), countdown(3723), countdown(90061),
            ].join(' '));
            """);

        var wait = WaitEstimate.Of(600, 60)!.Value;
        Assert.Equal(
            string.Create(
                CultureInfo.InvariantCulture,
                $"7 {wait.Shortest.TotalMinutes:0.000} {wait.Longest.TotalMinutes:0.000}  2000 10000 60000 0.75 10000 0.5 0.6 1 1 15  1:00 1:02:03 1 d 1:01:01"),
            said);
    }

    [Theory]
    [InlineData("0.1", "0.5", "under")]
    [InlineData("0.5", "3", "at most 3m")]
    [InlineData("5.1", "5.4", "about 5m")]
    [InlineData("5", "8", "between 5m and 8m")]
    public async Task Wait_OfThePage_IsOneSentence(string shortest, string longest, string expected)
    {
        var said = await NodeScript.RunAsync($$"""
            import { waitWords } from '{{Module("rules")}}';
            const texts = { under: 'under', about: 'about {0}', atMost: 'at most {0}', between: 'between {0} and {1}' };
            const duration = minutes => (minutes < 1 ? 'under' : `${Math.round(minutes)}m`);
            console.log(waitWords({ shortest: {{shortest}}, longest: {{longest}} }, duration, texts));
            """);

        Assert.Equal(expected, said);
    }

    [Fact]
    public async Task Claim_ByVisibilityAndResponse_FollowsTheRules()
    {
        var said = await NodeScript.RunAsync($$"""
            import { afterClaim, claimAfter } from '{{Module("rules")}}';
            console.log([claimAfter(true), claimAfter(false), ...[200, 410, 404, 503, 409, 0].map(afterClaim)].join(' '));
            """);

        Assert.Equal("0 4000 in late lost retry retry retry", said);
    }

    // A hidden page's own timers run once a minute: only the worker's may be used while there is one.
    [Fact]
    public async Task Timers_OfTheWorker_RunAndAreCancelled()
    {
        var said = await NodeScript.RunAsync($$"""
            import { createTimers } from '{{Module("timers")}}';
            const [asked, listeners, said] = [[], {}, []];
            globalThis.setTimeout = () => said.push('own timer');
            const timers = createTimers(() => ({ postMessage: (message) => asked.push(message), addEventListener: (name, act) => (listeners[name] = act) }));
            timers.after(2000, () => said.push('first'));
            timers.cancel(timers.after(3000, () => said.push('cancelled')));
            asked.forEach(({ id, ms }) => (said.push(ms), listeners.message({ data: id }), listeners.message({ data: id })));
            console.log(said.join(' '));
            """);

        Assert.Equal("2000 first 3000", said);
    }

    [Theory]
    [InlineData("() => { throw new Error('blocked'); }")]
    [InlineData("() => ({ postMessage() {}, addEventListener: (name, act) => name === 'error' && queueMicrotask(act) })")]
    public async Task Timers_WithoutWorker_RunInThePage(string start)
    {
        var said = await NodeScript.RunAsync($$"""
            import { createTimers } from '{{Module("timers")}}';
            createTimers({{start}}).after(1, () => console.log('ran'));
            """);

        Assert.Equal("ran", said);
    }

    [Fact]
    public async Task Proof_OfThePage_IsAccepted()
    {
        var (keys, performance, now) = (new RoomKeys(new byte[32]), Core.Common.PerformanceId.New(), new DateTimeOffset(2027, 3, 1, 10, 0, 0, TimeSpan.Zero));
        var owner = QueueOwner.OfDevice("me");
        var asked = JoinProof.Ask(performance, owner, 14, now, keys);

        var answer = await NodeScript.RunAsync($"import {{ solve }} from '{Module("proof")}'; console.log(await solve('{asked.Challenge}', 14));");

        Assert.NotNull(JoinProof.Read(answer, performance, owner, 14, now, keys));
    }

    private static string Module(string name) => NodeScript.Module("queue/" + name);
}
