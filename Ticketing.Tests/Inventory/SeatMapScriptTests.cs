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

    [Fact]
    public async Task State_WithoutADelta_IsIncompleteUntilTheSnapshot()
    {
        var printed = await NodeScript.RunAsync($$"""
            {{State}}
            const complete = [];
            state.applyDelta(delta(1, 2, 1));
            complete.push(state.isComplete);
            state.applyDelta(delta(3, 2, 0));
            state.applyDelta(delta(4, 2, 1));
            complete.push(state.isComplete);
            const snapshot = new Uint8Array(13);
            new DataView(snapshot.buffer).setBigUint64(0, 9n, true);
            state.applySnapshot(snapshot);
            complete.push(state.isComplete);
            state.applyDelta(delta(10, 2, 1));
            state.applyDelta(delta(10, 2, 1));
            complete.push(state.isComplete);
            console.log(complete.join(' '));
            """);

        Assert.Equal("true false true true", printed);
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

    [Fact]
    public async Task SectionNames_OfUnequalSections_HaveOneSizeAndTheirCounts()
    {
        // Text is half as wide as it is high; nine sections are wide, one is narrow.
        var printed = await NodeScript.RunAsync($$"""
            import { layoutLabels } from '{{NodeScript.Module("seatmap/label-layout")}}';
            const labels = Array.from({ length: 10 }, (_, i) => ({ names: [`Block ${i}`, `${i}`], counts: ['120 left', '120'] }));
            const layouts = (wide, narrow) => layoutLabels(labels, index => (index === 9 ? narrow : wide), (text, size) => (text.length * size) / 2);
            const say = ({ name, size, count }) => `${name}@${size}/${count}`;
            console.log([...new Set(layouts(200, 20).map(l => `${l.size} ${l.count}`))].join('; '));
            console.log(say(layouts(200, 20)[0]), say(layouts(200, 20)[9]), layouts(200, 1)[9]);
            console.log(say(layouts(10, 10)[0]), layouts(2, 2)[0]);
            """);

        Assert.Equal(["14 120 left; 14 120", "Block 0@14/120 left 9@14/120 null", "0@14/null null"], printed.ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public async Task RowNames_OutsideTheScreen_ArePinnedToItsEdge()
    {
        // One row of ten seats in two runs, 100 apart; the screen shows the middle of it.
        var printed = await NodeScript.RunAsync($$"""
            import { pinsOf, rowGroups } from '{{NodeScript.Module("seatmap/row-pins")}}';
            const geometry = {
              x: Float32Array.from({ length: 10 }, (_, i) => i * 100), y: new Float32Array(10).fill(50),
              rows: [{ name: 'B', section: 0, first: 0, count: 5 }, { name: 'B', section: 0, first: 5, count: 5 }],
            };
            const camera = (left, width) => ({ width, height: 100, x: x => x - left, y: y => y });
            const say = pins => pins.map(({ name, x, y }) => `${name} ${x} ${y}`).join('; ');
            const groups = rowGroups(geometry);
            console.log(groups.length, say(pinsOf(groups, geometry, camera(250, 400))));
            console.log(say(pinsOf(groups, geometry, camera(-50, 400))));
            console.log(pinsOf(groups, geometry, camera(-50, 1200)).length, pinsOf(groups, geometry, camera(5000, 400)).length);
            """);

        Assert.Equal(["1 B 14 50; B 386 50", "B 386 50", "0 0"], printed.ReplaceLineEndings("\n").Split('\n'));
    }

    [Theory]
    [InlineData("0,0, 400,0, 400,20, 0,20", "200 10 0 400 20")]
    [InlineData("0,0, 20,0, 20,400, 0,400", "10 200 90 400 20")]
    public async Task Outlines_OfNarrowSections_HaveTheirAxis(string outline, string expected)
    {
        var printed = await NodeScript.RunAsync($$"""
            import { axisOf } from '{{NodeScript.Module("seatmap/geometry")}}';
            const { x, y, angle, length, thickness } = axisOf([{{outline}}]);
            console.log([x, y, Math.abs((angle * 180) / Math.PI), length, thickness].map(Math.round).join(' '));
            """);

        Assert.Equal(expected, printed);
    }

    [Fact]
    public async Task Offers_OfSeatsInRowsAndAreas_AreMarkedOncePerPlace()
    {
        var printed = await NodeScript.RunAsync($$"""
            import { placesOf } from '{{NodeScript.Module("seatmap/offers")}}';
            const geometry = { placed: 4, x: [0, 100, 0, 100], y: [0, 0, 50, 50], rowOf: [0, 0, 1, 1], sectionOf: [0, 0, 0, 0, 1, 1], sections: [{}, { label: [7, 8] }] };
            console.log(JSON.stringify(placesOf(geometry, [0, 1, 2, 4, 5])));
            """);

        Assert.Equal("[[50,0],[0,50],[7,8]]", printed);
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
