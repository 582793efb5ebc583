using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Seating;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.BoxOffice;

/// <summary>Typed names of seats. The plan has rows A to D of four seats, and ten places on the floor.</summary>
public sealed class SeatChoiceTests(TestServers servers)
{
    [Theory]
    [InlineData("Stalls-A-2", "1")]
    [InlineData("Stalls-A-2..4", "1 2 3")]
    [InlineData("Stalls-A-4..Stalls-A-3", "2 3")]
    [InlineData("Stalls-B", "4 5 6 7")]
    [InlineData("Stalls-A-1, Stalls-A-1; Stalls-A-2\n", "0 1")]
    [InlineData("Floor-1", "16")]
    [InlineData("Floor x 2", "24 25")]
    [InlineData("category:floor", "16 17 18 19 20 21 22 23 24 25")]
    [InlineData("Stalls", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15")]
    [InlineData("", "")]
    public async Task Names_OfThePlan_AreFound(string typed, string seats)
    {
        var sale = await SaleAsync();

        var chosen = new SeatChoice([], typed).Read(sale.Plan, _ => true);

        Assert.Empty(chosen.Unknown);
        Assert.Equal(seats, string.Join(' ', chosen.Seats.Select(seat => seat.Value)));
    }

    [Theory]
    [InlineData("Stalls-E")]
    [InlineData("Stalls-A-1..Stalls-B-2")]
    [InlineData("Stalls-A-9")]
    [InlineData("Floor x 11")]
    [InlineData("Floor x 0")]
    [InlineData("Stalls x 2")]
    [InlineData("category:none")]
    [InlineData("stalls-a-1")]
    public async Task Names_OfNoSeat_AreReported(string typed)
    {
        var sale = await SaleAsync();

        var chosen = new SeatChoice([], "Stalls-A-1," + typed).Read(sale.Plan, _ => true);

        Assert.Equal([typed], chosen.Unknown);
    }

    [Fact]
    public async Task Places_OfAnArea_AreTakenFromTheFreeOnes()
    {
        var sale = await SaleAsync();

        var chosen = new SeatChoice([new SeatIndex(0)], "Floor x 2").Read(sale.Plan, seat => seat.Value != 25);

        Assert.Equal([0, 23, 24], chosen.Seats.Select(seat => seat.Value));
        Assert.Equal([99], new SeatChoice([new SeatIndex(99)]).Read(sale.Plan, _ => true).Unknown.Select(int.Parse));
    }

    private async Task<TestSale> SaleAsync()
    {
        await using var database = await servers.CreateDatabaseAsync();
        return await TestSale.CreateAsync(database.DataSource, new TestSaleTerms { FloorPlaces = 10 });
    }
}
