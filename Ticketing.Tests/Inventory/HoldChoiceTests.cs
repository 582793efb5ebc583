using System.Net;
using Ticketing.Core.Seating.Plans;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Inventory;
/// <summary>Best-available holds, and the plan's selection rules.</summary>
public sealed class HoldChoiceTests(HoldApi api) : IClassFixture<HoldApi>, IAsyncDisposable
{
    private readonly TestDatabase _database = api.Database;
    private readonly TestApp _app = api.App;
    private readonly HoldClient _client = new(api.App);
    private TestSale? _sale;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await SeatInvariants.HoldAsync(_database.DataSource);
    }

    [Fact]
    public async Task HoldArea_UpToCapacity_HoldsNoMore()
    {
        var sale = await CreateAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _client.HoldAreaAsync(sale, 2)));

        var won = replies.Where(reply => reply.Status == HttpStatusCode.Created).ToList();
        Assert.Equal(10, won.Count);
        Assert.Equal(20, won.SelectMany(reply => reply.Labels).Distinct().Count());
        Assert.All(replies.Except(won), reply => Assert.Equal((HttpStatusCode.Conflict, "seats-taken"), (reply.Status, reply.Type)));
    }

    [Fact]
    public async Task HoldBest_ConcurrentBuyers_EachSitTogether()
    {
        var sale = await CreateAsync(new TestSaleTerms { Rows = 10 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _client.HoldBestAsync(sale, 4)));
        var none = await _client.HoldBestAsync(sale, 1);

        Assert.All(replies, reply =>
        {
            Assert.Equal(HttpStatusCode.Created, reply.Status);
            Assert.Single(reply.Labels.Select(label => label.Split('-')[1]).Distinct());
        });
        Assert.Equal((HttpStatusCode.Conflict, "seats-taken"), (none.Status, none.Type));
    }

    [Fact]
    public async Task Hold_LeavingASingleSeat_IsRefusedByThePlansRule()
    {
        var sale = await CreateAsync(new TestSaleTerms { NoSingleSeats = true, SeatsPerRow = 6 });

        var refused = await _client.HoldAsync(sale, "Stalls-A-2", "Stalls-A-3");
        var fine = await _client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "single-seat"), (refused.Status, refused.Type));
        Assert.Equal(["Stalls-A-1"], refused.Labels);
        Assert.Equal(HttpStatusCode.Created, fine.Status);
    }

    [Fact]
    public async Task Hold_CompanionSeat_NeedsItsWheelchairPlace()
    {
        var sale = await CreateAsync(new TestSaleTerms
        {
            Overrides = [new SeatOverride(0, 0, Kind: SeatKind.Wheelchair), new SeatOverride(0, 1, Kind: SeatKind.Companion)],
        });

        var refused = await _client.HoldAsync(sale, "Stalls-A-2");
        var hold = await _client.HoldAsync(sale, "Stalls-A-1", "Stalls-A-2");
        var left = await _client.ChangeAsync(hold, new { remove = new[] { "Stalls-A-1" } });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "companion-alone"), (refused.Status, refused.Type));
        Assert.Equal(HttpStatusCode.Created, hold.Status);
        Assert.Equal("companion-alone", left.Type);
    }

    private async Task<TestSale> CreateAsync(TestSaleTerms? terms = null) =>
        _sale = await TestSale.CreateAsync(_database.DataSource, (terms ?? new TestSaleTerms()) with { FloorPlaces = 20 });
}
