using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;

/// <summary>What the map says about a section's price and free seats.</summary>
public sealed class SectionPriceScriptTests
{
    // One section: four regular seats at 105, one wheelchair place at 76. Another: two places at 40.
    private const string Setting = """
        const geometry = {
          seatCount: 7, placed: 7, kindOf: [0, 0, 0, 0, 1, 0, 0], categoryOf: [0, 0, 0, 0, 1, 2, 2], sectionOf: [0, 0, 0, 0, 0, 1, 1],
          categories: [{ key: 'premium' }, { key: 'wheelchair' }, { key: 'standing' }], sections: [{ name: '104' }, { name: 'Floor' }],
        };
        const tiers = [['premium', 105], ['wheelchair', 76], ['standing', 40]]
          .map(([category, amount], ordinal) => ({ category, ordinal, price: { amount }, formatted: `€${amount}` }));
        const state = new SeatState(geometry, tiers);
        state.status.fill(0);
        const say = new Describer(geometry, state, new Texts({}, 'en'));
        """;

    [Theory]
    // "From" is no price that only a wheelchair user can have.
    [InlineData("say.price(0)", "€105")]
    [InlineData("(state.setAccessibleOnly(true), say.price(0))", "€76")]
    [InlineData("(state.status.fill(2, 0, 4), say.price(0))", "€76")]
    // A filter does not make a section sold out.
    [InlineData("say.left(1)", "2 left")]
    [InlineData("(state.setTierFilter([0]), say.left(1))", "Other price")]
    [InlineData("(state.setTierFilter([0]), state.status.fill(2, 5), say.left(1))", "Sold out")]
    [InlineData("(state.setAccessibleOnly(true), say.left(1))", "None left")]
    // A tier whose own sale is not open has no free seats, and says why.
    [InlineData("(state.setClosed([null, null, 'On sale from Monday']), say.left(1))", "On sale from Monday")]
    [InlineData("(state.setClosed([null, null, 'On sale from Monday']), say.status(5))", "On sale from Monday")]
    [InlineData("(state.setClosed([null, null, 'On sale from Monday']), state.setClosed([null, null, null]), say.left(1))", "2 left")]
    [InlineData("(state.setClosed([null, null, 'On sale from Monday']), state.status.fill(2, 5), say.status(5))", "Not available")]
    public async Task Section_FilteredOrNot_IsDescribedAsItCanBeBought(string asked, string answer) => Assert.Equal(
        answer, await NodeScript.RunAsync($"import {{ SeatState }} from '{Module("state")}'; import {{ Describer, Texts }} from '{Module("texts")}';\n{Setting}\nconsole.log({asked});"));

    private static string Module(string name) => NodeScript.Module("seatmap/" + name);
}
