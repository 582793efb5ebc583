using Ticketing.App.Publishing;
using Ticketing.Core.Publishing;

namespace Ticketing.Tests.Publishing;

/// <summary>Fields of drafts by their paths.</summary>
public sealed class DraftPathsTests
{
    private static readonly DraftDate One = new(new Guid("00000000-0000-0000-0000-000000000001")) { Minutes = 10 };
    private static readonly DraftDate Two = new(new Guid("00000000-0000-0000-0000-000000000002")) { Minutes = 20 };

    [Fact]
    public void Copy_OfAField_LeavesTheOthers()
    {
        var theirs = EventDraft.Empty with { Details = new DraftDetails { Title = "theirs", Summary = "theirs" } };
        var mine = EventDraft.Empty with { Details = new DraftDetails { Title = "mine", Summary = "mine" } };

        var copied = DraftPaths.Copy(theirs, mine, ["details.title"]);

        Assert.Equal(("theirs", "mine"), (copied.Details.Title, copied.Details.Summary));
    }

    // A save names an item by its position in the stored list; the typed list may have another order.
    [Theory]
    [InlineData("dates[1].minutes")]
    [InlineData("dates[00000000-0000-0000-0000-000000000002].minutes")]
    public void Copy_OfAnItemsField_FindsTheItemByItsKey(string path)
    {
        var theirs = EventDraft.Empty with { Dates = [One, Two with { Minutes = 99 }] };
        var mine = EventDraft.Empty with { Dates = [Two, One] };

        var copied = DraftPaths.Copy(theirs, mine, [path]);

        Assert.Equal([99, 10], copied.Dates.Select(date => date.Minutes));
    }

    [Fact]
    public void Copy_OfAnItemThatOthersAdded_AddsIt()
    {
        var copied = DraftPaths.Copy(EventDraft.Empty with { Dates = [One, Two] }, EventDraft.Empty with { Dates = [One] }, ["dates[1]"]);

        Assert.Equal([One.Id, Two.Id], copied.Dates.Select(date => date.Id));
    }

    [Fact]
    public void Copy_OfAPathThatNeitherHas_ChangesNothing()
    {
        var mine = EventDraft.Empty with { Dates = [One] };

        Assert.Equal([One], DraftPaths.Copy(EventDraft.Empty with { Dates = [One] }, mine, ["dates[7].minutes"]).Dates);
    }

    [Theory]
    [InlineData("prices.tiers[0].price", "prices-tiers-0-price")]
    [InlineData("details.title", "details-title")]
    [InlineData("", null)]
    public void Element_OfAPath_IsItsNamesJoined(string path, string? id) => Assert.Equal(id, DraftPaths.ElementOf(path));

    [Fact]
    public void Differences_BetweenDrafts_AreFieldsOfSteps()
    {
        var other = EventDraft.Empty with { Dates = [One], Sale = new DraftSale { HoldMinutes = 3 }, Details = new DraftDetails { Title = "t" } };

        Assert.Equal(["dates", "details.title", "sale.holdMinutes"], DraftPaths.Differences(EventDraft.Empty, other).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Text_OfAField_IsItsValue()
    {
        Assert.Equal("An evening", DraftPaths.TextOf(EventDraft.Empty with { Details = new DraftDetails { Title = "An evening" } }, "details.title"));
        Assert.Equal("", DraftPaths.TextOf(EventDraft.Empty, "place.venue"));
        Assert.Equal("", DraftPaths.TextOf(EventDraft.Empty, "no.such[3].path"));
    }

    [Theory]
    [InlineData("series[0].rule", DraftStep.Dates)]
    [InlineData("place.plan", DraftStep.Plan)]
    [InlineData("sale.opensAt", DraftStep.Sale)]
    public void Step_OfAPath_IsThatOfItsFirstName(string path, DraftStep step) => Assert.Equal(step, DraftPaths.StepOf(path));
}
