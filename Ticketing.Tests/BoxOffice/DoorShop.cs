using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Inventory.Allotments;
using Ticketing.Core.Inventory.BoxOffice;
using Ticketing.Core.Ordering.BoxOffice;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Payments;
using Ticketing.Core.Seating;
using Ticketing.Infrastructure.Inventory.Allotments;
using Ticketing.Infrastructure.Ordering.BoxOffice;
using Ticketing.Infrastructure.Payments.Shifts;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.BoxOffice;

/// <summary>A shop with a box office: its manager, and members who sell.</summary>
internal sealed class DoorShop : IAsyncDisposable
{
    private DoorShop(Shop shop, OrganizationId organization) =>
        (Shop, Organization, Manager, Clerk) = (shop, organization, BackOffice.Member(organization, MemberRole.Manager), BackOffice.Member(organization));

    public Shop Shop { get; }

    public TestDatabase Database => Shop.Database;

    public OrganizationId Organization { get; }

    public PerformanceId Performance => Shop.Sale.Id;

    public Caller Manager { get; }

    public Caller Clerk { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="currency">Of the performance; its prices are the same numbers of minor units.</param>
    public static async Task<DoorShop> OpenAsync(TestServers servers, TestSaleTerms? terms = null, string? currency = null)
    {
        var shop = await Shop.OpenAsync(servers, terms: terms ?? new TestSaleTerms { FloorPlaces = 6 });
        if (currency is not null)
        {
            await shop.Database.ExecuteAsync("update price_tiers set currency = $1", currency);
            await shop.Database.ExecuteAsync("update performances set currency = $1", currency);
        }

        return new DoorShop(
            shop, new OrganizationId(await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", shop.Sale.Id.Value)));
    }

    public T Service<T>() where T : notnull => Shop.Service<T>();

    /// <summary>Another member who sells.</summary>
    public Caller AnotherClerk() => BackOffice.Member(Organization);

    /// <summary>A member who is limited to one event.</summary>
    public Caller Limited(MemberRole role, EventId of) => BackOffice.Member(Organization, role) with
    {
        Events = new Dictionary<OrganizationId, IReadOnlySet<EventId>> { [Organization] = new HashSet<EventId> { of } },
    };

    /// <summary>The event of the performance.</summary>
    public async Task<EventId> EventAsync() =>
        new(await Database.ScalarAsync<Guid>("select event_id from performances where id = $1", Performance.Value));

    public Task<Outcome<AllotmentId, RefusedAllotment>> AllotAsync(string seats, Caller? caller = null, DateTimeOffset? releaseAt = null, string name = "Press") =>
        Service<ManageAllotmentsHandler>().HandleAsync(
            new CreateAllotment(
                Performance, new AllotmentTerms(name, AllotmentKind.Press, AllotmentTerms.UsualColor, releaseAt), new SeatChoice([], seats), caller ?? Manager),
            Stop);

    public async Task<AllotmentId> AllottedAsync(string seats, string name = "Press", DateTimeOffset? releaseAt = null)
    {
        var made = await AllotAsync(seats, name: name, releaseAt: releaseAt);
        Assert.True(made.Succeeded, made.Refusal?.Reason.ToString());
        return made.Value;
    }

    public Task<Outcome<HeldSeats, RefusedHold>> HoldAsync(Caller caller, params int[] seats) =>
        Service<BoxOfficeHoldHandler>().HandleAsync(
            new HoldAtBoxOffice(Performance, new SeatWish.Seats([.. seats.Select(seat => new SeatIndex(seat))]), null, caller), Stop);

    public Task<Outcome<HeldSeats, RefusedHold>> HoldBestAsync(Caller caller, int count, AllotmentId? from, bool together = true) =>
        Service<BoxOfficeHoldHandler>().HandleAsync(
            new HoldAtBoxOffice(Performance, new SeatWish.Best(count, null, together), from, caller), Stop);

    /// <param name="chosen">Null: as the hold has.</param>
    public async Task<Outcome<SoldAtBoxOffice, SellRefusal>> SellAsync(
        Caller caller, HeldSeats held, BoxOfficePayment payment, BoxOfficeBuyer? buyer = null, Money? quoted = null, ChosenReductions? chosen = null)
    {
        var basket = await Service<BoxOfficeReader>().FindBasketAsync(Performance, caller, Stop, chosen);
        var total = payment.Means == BoxOfficeMeans.Comp ? Money.Zero(held.Currency) : basket?.Total ?? held.Total;
        return await Service<SellAtBoxOfficeHandler>().HandleAsync(
            new SellAtBoxOffice(Performance, held.Id, payment, buyer ?? new BoxOfficeBuyer(null, null, "en"), quoted ?? total, caller) { Reductions = chosen },
            Stop);
    }

    /// <summary>Holds and sells.</summary>
    public async Task<SoldAtBoxOffice> SoldAsync(Caller caller, BoxOfficePayment payment, params int[] seats)
    {
        var held = await HoldAsync(caller, seats);
        Assert.True(held.Succeeded, held.Refusal?.Reason.ToString());
        var sold = await SellAsync(caller, held.Value, payment);
        Assert.True(sold.Succeeded, sold.Succeeded ? null : sold.Refusal.ToString());
        return sold.Value;
    }

    public async Task<ShiftId> OpenShiftAsync(Caller caller, long openingFloat = 10_000, string currency = "EUR")
    {
        var opened = await Service<ShiftsHandler>().HandleAsync(new OpenShift(Organization, new Money(openingFloat, currency), caller), Stop);
        Assert.True(opened.Succeeded, opened.Succeeded ? null : opened.Refusal.ToString());
        return opened.Value;
    }

    /// <summary>Statuses as in <c>seats.status</c>.</summary>
    public Task<List<short>> SeatsAsync(params int[] seats) => Shop.SeatsAsync(seats);

    /// <summary>Moves the expiry of all active holds to the past.</summary>
    public async Task ExpireHoldsAsync()
    {
        await Database.ExecuteAsync(
            "update seats set held_until = now() - interval '1 second' where status = 1 and hold_id in (select id from holds where status = 'active')");
        await Database.ExecuteAsync("update holds set expires_at = (select min(held_until) from seats where hold_id = holds.id) where status = 'active'");
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
