using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Data;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Access;

/// <summary>A member of one organization reads no row of another.</summary>
public sealed class OrganizationContextTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Member_OfAnotherOrganization_ReadsNoRow()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var contexts = office.Service<OrganizationContexts>();
        await using var own = contexts.ForMember(BackOffice.Member(office.Sells));
        await using var foreign = contexts.ForMember(BackOffice.Member(office.Other));
        await using var guest = contexts.ForMember(Caller.Guest);
        await using var admin = contexts.ForMember(BackOffice.Admin());

        Assert.Equal(office.Sells, (await own.Organizations.SingleAsync(Stop)).Id);
        Assert.Equal(office.Other, (await foreign.Organizations.SingleAsync(Stop)).Id);
        Assert.Equal(2, await admin.Organizations.CountAsync(Stop));
        foreach (var (count, sold) in Counts())
        {
            Assert.Equal(sold, await count(own) > 0);
            Assert.Equal(0, await count(guest));
        }

        Assert.Equal(0, await foreign.Orders.CountAsync(Stop));
        Assert.Equal(0, await foreign.OrderItems.CountAsync(Stop));
        Assert.Equal(0, await foreign.Tickets.CountAsync(Stop));
        Assert.Equal(0, await foreign.Payments.CountAsync(Stop));
        Assert.Equal(0, await foreign.Holds.CountAsync(Stop));
        Assert.Equal(0, await foreign.TicketKeys.CountAsync(Stop));
        Assert.NotEqual((await own.Performances.SingleAsync(Stop)).Id, (await foreign.Performances.SingleAsync(Stop)).Id);
        Assert.Equal((await own.Performances.SingleAsync(Stop)).Id, (await own.PerformanceFacts.SingleAsync(Stop)).Id);
        Assert.Equal(await own.Seats.CountAsync(Stop) + await foreign.Seats.CountAsync(Stop), await admin.Seats.CountAsync(Stop));
    }

    [Fact]
    public async Task Rows_OfNoOrganization_AreReadByAdminsOnly()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await office.Accounts.RegisterAsync();
        var contexts = office.Service<OrganizationContexts>();
        await using var own = contexts.ForMember(BackOffice.Member(office.Sells, MemberRole.Owner));
        await using var admin = contexts.ForMember(BackOffice.Admin());

        Assert.Equal(0, await own.Set<Account>().CountAsync(Stop) + await own.Outbox.CountAsync(Stop) + await own.AuditEntries.CountAsync(Stop) + await own.Set<IdentityUserRole<Guid>>().CountAsync(Stop));
        Assert.True(await admin.Set<Account>().AnyAsync(Stop) && await admin.Outbox.AnyAsync(Stop) && await admin.AuditEntries.AnyAsync(Stop));
    }

    [Fact]
    public async Task Entities_WithoutQueryFilter_DoNotExist()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var context = office.Service<OrganizationContexts>().ForMember(Caller.Guest);

        Assert.Empty(context.Model.GetEntityTypes()
            .Where(entity => !entity.IsOwned() && entity.GetDeclaredQueryFilters().Count == 0)
            .Select(entity => entity.Name));
    }

    [Fact]
    public async Task BoxOfficeContext_OfEachRole_ShowsOrdersToSellersOnly()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var contexts = office.Service<OrganizationContexts>();
        foreach (var role in Enum.GetValues<MemberRole>())
        {
            await using var context = contexts.ForBoxOffice(BackOffice.Member(office.Sells, role));

            Assert.Equal(role is MemberRole.Owner or MemberRole.Manager or MemberRole.BoxOffice, await context.Orders.AnyAsync(Stop));
        }
    }

    [Fact]
    public async Task Writes_ThroughTheContext_AreRefused()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var context = office.Service<OrganizationContexts>().ForMember(BackOffice.Admin());

        (await context.Organizations.FirstAsync(Stop)).Name = "Mine now";

        await Assert.ThrowsAsync<NotSupportedException>(() => context.SaveChangesAsync(Stop));
    }

    // Sold: the selling organization must have rows, or the comparison proves nothing.
    private static IEnumerable<(Func<TicketingDbContext, Task<int>> Count, bool Sold)> Counts() =>
    [
        (db => db.Venues.CountAsync(Stop), true),
        (db => db.Events.CountAsync(Stop), true),
        (db => db.Performances.CountAsync(Stop), true),
        (db => db.SeatingPlans.CountAsync(Stop), true),
        (db => db.SeatingPlanVersions.CountAsync(Stop), true),
        (db => db.CompiledPlans.CountAsync(Stop), true),
        (db => db.PerformanceFacts.CountAsync(Stop), true),
        (db => db.PriceTiers.CountAsync(Stop), true),
        (db => db.Seats.CountAsync(Stop), true),
        (db => db.Holds.CountAsync(Stop), true),
        (db => db.TicketKeys.CountAsync(Stop), true),
        (db => db.Orders.CountAsync(Stop), true),
        (db => db.OrderItems.CountAsync(Stop), true),
        (db => db.Payments.CountAsync(Stop), true),
        (db => db.Tickets.CountAsync(Stop), true),
        (db => db.Refunds.CountAsync(Stop), false),
        (db => db.PromoCodes.CountAsync(Stop), false),
        (db => db.PromoUses.CountAsync(Stop), false),
        (db => db.Members.CountAsync(Stop), false),
    ];
}
