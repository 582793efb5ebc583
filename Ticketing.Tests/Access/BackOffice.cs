using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Inventory;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Access;

/// <summary>A shop with two organizations: one with a paid order of three seats, one with a performance and no order.</summary>
internal sealed class BackOffice : IAsyncDisposable
{
    private BackOffice(Shop shop, Reply order, OrganizationId sells, OrganizationId other) => (Shop, Order, Sells, Other) = (shop, order, sells, other);

    public Shop Shop { get; }

    public Reply Order { get; }

    public string Number => Order.Body!["number"]!.GetValue<string>();

    public OrganizationId Sells { get; }

    public OrganizationId Other { get; }

    public AccessApp Accounts => AccessApp.Over(Shop.Database, Shop.App);

    public static async Task<BackOffice> OpenAsync(TestServers servers)
    {
        var shop = await Shop.OpenAsync(
            servers, settings: [("Access:PasswordHashIterations", "10000"), ("Access:MailCooldownSeconds", "0")]);
        var order = await shop.PlaceAsync(await shop.HoldAsync(0, 1, 2), "ada_100%@example.org");
        await shop.PayAsync(order);
        await shop.ReadUntilAsync(order, "paid");
        var other = await TestSale.CreateAsync(shop.Database.DataSource);
        return new BackOffice(shop, order, await OrganizationOfAsync(shop, shop.Sale), await OrganizationOfAsync(shop, other));
    }

    /// <summary>A caller with a membership in one organization.</summary>
    public static Caller Member(OrganizationId organization, MemberRole role = MemberRole.BoxOffice) => new(
        UserId.New(), "Sam", "sam@example.org", EmailConfirmed: true, new HashSet<string> { Roles.Buyer, Roles.Staff },
        new Dictionary<OrganizationId, MemberRole> { [organization] = role });

    public static Caller Admin() => Caller.Guest with { User = UserId.New(), Email = "admin@example.org", Roles = new HashSet<string> { Roles.Admin } };

    public T Service<T>() where T : notnull => Shop.App.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    private static async Task<OrganizationId> OrganizationOfAsync(Shop shop, TestSale sale) =>
        new(await shop.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value));
}
