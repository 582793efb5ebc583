using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>Runs the seat map's modules in Node.</summary>
public sealed class SeatMapScriptTests
{
    [Theory]
    [InlineData("4@0 4@60", "false true")]
    [InlineData("4@0 4@320", "false true")]
    [InlineData("4@0 4@300 4@600 4@900", "false true true true")]
    [InlineData("4@0 4@500", "false false")]
    [InlineData("4@0 5@60 4@120", "false false false")]
    public async Task Repeats_OfASeat_AreRecognized(string inputs, string expected)
    {
        var printed = await NodeScript.RunAsync($$"""
            import { Repeats } from '{{NodeScript.Module("seatmap/repeats")}}';
            const repeats = new Repeats();
            const inputs = '{{inputs}}'.split(' ').map(input => input.split('@').map(Number));
            console.log(inputs.map(([seat, at]) => repeats.isRepeat(seat, at)).join(' '));
            """);

        Assert.Equal(expected, printed);
    }

    [Fact]
    public async Task HeldKeys_ThatActivate_AreRecognized()
    {
        var printed = await NodeScript.RunAsync($$"""
            import { isHeldDown } from '{{NodeScript.Module("seatmap/repeats")}}';
            console.log(['Enter', ' ', 'ArrowLeft'].flatMap(key => [true, false].map(repeat => isHeldDown({ key, repeat }))).join(' '));
            """);

        Assert.Equal("true false true false false false", printed);
    }

    [Fact]
    public async Task State_OfAReturnedSeat_IsAwaited()
    {
        var printed = await NodeScript.RunAsync($$"""
            {{State}}
            state.applyDelta(delta(1, 2, 1));
            const change = state.changeOf(2, 60000);
            state.setSelection([]);
            state.applyDelta(delta(2, 3, 1));
            const early = await Promise.race([change.then(() => 'changed'), Promise.resolve('waiting')]);
            state.applyDelta(delta(3, 2, 0));
            await change;
            await state.changeOf(2, 1);
            console.log(early, state.isFree(2));
            """);

        Assert.Equal("waiting true", printed);
    }

    [Theory]
    [InlineData("[0, 0, 0]", "[255, 255, 255]")]
    [InlineData("[255, 255, 255]", "[0, 0, 0]")]
    public async Task Colours_OnAnySurface_AreVisible(string surface, string ink)
    {
        var printed = await NodeScript.RunAsync($$"""
            import { contrast, visibleOn } from '{{NodeScript.Module("seatmap/theme")}}';
            const levels = [0, 64, 128, 192, 255];
            const colours = levels.flatMap(r => levels.flatMap(g => levels.map(b => [r, g, b])));
            console.log(Math.min(...colours.map(colour => contrast(visibleOn({{surface}}, colour, {{ink}}), {{surface}}))) >= 3, contrast([0, 0, 0], [255, 255, 255]));
            """);

        Assert.Equal("true 21", printed);
    }

    // Four seats of one section and price.
    private static string State => $$"""
        import { SeatState } from '{{NodeScript.Module("seatmap/state")}}';
        const geometry = {
          seatCount: 4, placed: 4, categories: [{ key: 'a' }], categoryOf: new Uint8Array(4), kindOf: new Uint8Array(4),
          sectionOf: new Uint16Array(4), sections: [{ first: 0, count: 4, area: null }],
        };
        const state = new SeatState(geometry, [{ ordinal: 1, category: 'a', price: { amount: 100 } }]);
        const delta = (version, seat, status) => {
          const view = new DataView(new ArrayBuffer(12));
          view.setBigUint64(0, BigInt(version), true);
          view.setUint32(8, seat * 4 + status, true);
          return new Uint8Array(view.buffer);
        };
        """;
}
