using Ticketing.Core.Access;
using Ticketing.Core.Catalog;
using Ticketing.Core.Catalog.Venues;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Catalog.Venues;
using Ticketing.Infrastructure.Limits;
using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Organizations;

/// <summary>An organization's venues: who may keep them, and what a change does to dates that are sold.</summary>
public sealed class VenueTests(OrganizationLab lab) : IClassFixture<OrganizationLab>
{
    private static readonly VenueTerms Terms = new("Werkhalle", "Weg 1", "10115", "Berlin", "DE", "Europe/Berlin", 52.5, 13.4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private OrganizationVenues Venues => lab.Service<OrganizationVenues>();

    [Fact]
    public async Task Venue_AddedAndChanged_IsListedAndAudited()
    {
        var (organization, owner) = await lab.FoundAsync();
        var manager = await lab.MemberAsync(organization.Id, MemberRole.Manager);

        var added = await SaveAsync(organization.Id, null, Terms, manager);
        var changed = await SaveAsync(organization.Id, added.Value!.Id, Terms with { Street = "Weg 2" }, owner);
        var same = await SaveAsync(organization.Id, added.Value.Id, Terms with { Street = "Weg 2" }, owner);

        Assert.True(changed.Succeeded && same.Succeeded);
        Assert.Equal("Weg 2", Assert.Single(await Venues.ListAsync(organization.Id, owner, Stop)).Street);
        Assert.Equal("Weg 2", (await Venues.FindAsync(added.Value.Id, organization.Id, Stop))!.Street);
        Assert.Equal(["organization.founded", "venue.added", "venue.changed"], await lab.ActionsAsync(organization.Id));
        Assert.Equal("Weg 1", await lab.Database.ScalarAsync<string>(
            "select before->>'street' from audit_entries where action = 'venue.changed' and subject_id = $1", organization.Id.ToString()));
        Assert.Equal(2L, await lab.Database.ScalarAsync<long>(
            "select count(*) from outbox where organization_id = $1 and type like 'venue.%'", organization.Id.Value));
    }

    [Fact]
    public async Task Venues_OfOthers_AreNotFound()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (elsewhere, stranger) = await lab.FoundAsync("Südlicht");
        var venue = (await SaveAsync(organization.Id, null, Terms, owner)).Value!;
        var others = new[]
        {
            Caller.Guest, stranger, await lab.MemberAsync(organization.Id, MemberRole.BoxOffice), await lab.MemberAsync(organization.Id, MemberRole.CheckIn),
            await lab.MemberAsync(organization.Id, MemberRole.Analyst),
        };
        foreach (var other in others)
        {
            Assert.Equal(VenueRefusal.NotFound, (await SaveAsync(organization.Id, null, Terms, other)).Refusal!.Reason);
            Assert.Equal(VenueRefusal.NotFound, (await SaveAsync(organization.Id, venue.Id, Terms with { Name = "Mine" }, other)).Refusal!.Reason);
            Assert.Empty(await Venues.ListAsync(organization.Id, other, Stop));
        }

        // Through an organization of one's own, too.
        Assert.Equal(VenueRefusal.NotFound, (await SaveAsync(elsewhere.Id, venue.Id, Terms with { Name = "Mine" }, stranger)).Refusal!.Reason);
        Assert.Null(await Venues.FindAsync(venue.Id, elsewhere.Id, Stop));
        Assert.Equal("Werkhalle", (await Venues.FindAsync(venue.Id, organization.Id, Stop))!.Name);
    }

    [Fact]
    public async Task Venue_OfAnUnknownOrganization_IsNotFoundForAnAdmin()
    {
        var admin = await lab.AccountAsync(role: Roles.Admin);

        Assert.Equal(VenueRefusal.NotFound, (await SaveAsync(OrganizationId.New(), null, Terms, admin)).Refusal!.Reason);
        Assert.Equal(VenueRefusal.NotFound, (await SaveAsync(OrganizationId.New(), VenueId.New(), Terms, admin)).Refusal!.Reason);
    }

    [Fact]
    public async Task Venue_Invalid_IsNotSaved()
    {
        var (organization, owner) = await lab.FoundAsync();

        var refused = (await SaveAsync(organization.Id, null, Terms with { City = " ", TimeZone = "Mars/Base" }, owner)).Refusal!;

        Assert.Equal((VenueRefusal.Invalid, 2), (refused.Reason, refused.Faults.Count));
        Assert.Empty(await Venues.ListAsync(organization.Id, owner, Stop));
    }

    // A position of the city from the own venues; of others only where an event has made it public.
    [Fact]
    public async Task Venue_WithoutPosition_IsOfferedTheCitys()
    {
        var (organization, owner) = await lab.FoundAsync();
        var (_, other) = await lab.FoundAsync("Südlicht");
        var hidden = (await lab.ReadAsync(other)).Memberships.Keys.Single();
        Assert.True((await SaveAsync(hidden, null, Terms with { City = "Wuppertal", Latitude = 51.2, Longitude = 7.1 }, other)).Succeeded);
        var bare = Terms with { City = "Wuppertal", Latitude = null, Longitude = null };

        Assert.Null((await SaveAsync(organization.Id, null, bare, owner)).Refusal!.CityPosition);
        Assert.True((await SaveAsync(organization.Id, null, Terms with { City = "Wuppertal", Latitude = 51.3, Longitude = 7.2 }, owner)).Succeeded);
        Assert.Equal(new GeoPoint(51.3, 7.2), (await SaveAsync(organization.Id, null, bare, owner)).Refusal!.CityPosition);
        Assert.Null((await SaveAsync(organization.Id, null, bare with { Country = "FR" }, owner)).Refusal!.CityPosition);
    }

    [Fact]
    public async Task Venues_OfOneNameAtOnce_GetDifferentSlugs()
    {
        var founded = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => lab.FoundAsync($"Haus {i}")));

        var saved = await Task.WhenAll(founded.SelectMany(one => Enumerable.Range(0, 5).Select(
            i => SaveAsync(one.Organization.Id, null, Terms with { Name = i % 2 == 0 ? "Großer Saal" : "Grosser Saal" }, one.Owner))));

        Assert.All(saved, one => Assert.True(one.Succeeded));
        Assert.Equal(20, saved.Select(one => one.Value!.Slug).Distinct().Count());
    }

    [Fact]
    public async Task Venue_OfADateOnSale_RaisesItsRevisionAndKeepsItsZone()
    {
        var sale = await TestSale.CreateAsync(lab.Database.DataSource);
        var organization = new OrganizationId(await lab.Database.ScalarAsync<Guid>("select organization_id from performances where id = $1", sale.Id.Value));
        var id = new VenueId(await lab.Database.ScalarAsync<Guid>("select venue_id from performances where id = $1", sale.Id.Value));
        var owner = await lab.MemberAsync(organization, MemberRole.Owner);
        var terms = VenueTerms.Of((await Venues.FindAsync(id, organization, Stop))!);
        Assert.Equal(0, await RevisionAsync(sale));

        Assert.True((await SaveAsync(organization, id, terms with { Name = "Neue Halle" }, owner)).Succeeded);
        Assert.Equal(1, await RevisionAsync(sale));

        var refused = await SaveAsync(organization, id, terms with { TimeZone = "Europe/Lisbon" }, owner);
        Assert.Equal(nameof(VenueTerms.TimeZone), Assert.Single(refused.Refusal!.Faults).Field);
        Assert.Equal("Neue Halle", (await Venues.FindAsync(id, organization, Stop))!.Name);

        // A postponed date is ahead, although its first time has passed.
        await lab.Database.ExecuteAsync(
            "update performances set status = 'postponed', starts_at = now() - interval '3 hours', ends_at = now() - interval '1 hour' where id = $1", sale.Id.Value);
        Assert.Equal(nameof(VenueTerms.TimeZone), Assert.Single((await SaveAsync(organization, id, terms with { TimeZone = "Europe/Lisbon" }, owner)).Refusal!.Faults).Field);

        // Without dates to come, the zone can be corrected.
        await lab.Database.ExecuteAsync("update performances set status = 'cancelled' where id = $1", sale.Id.Value);
        Assert.True((await SaveAsync(organization, id, terms with { TimeZone = "Europe/Lisbon" }, owner)).Succeeded);
    }

    [Fact]
    public async Task Changes_TooManyOfOneAccount_AreRefused()
    {
        var (organization, owner) = await lab.FoundAsync();
        var venue = (await SaveAsync(organization.Id, null, Terms, owner)).Value!;
        for (var i = 1; i < CommandLimits.PlaceChanges.PerAccount; i++)
        {
            Assert.True((await SaveAsync(organization.Id, venue.Id, Terms, owner)).Succeeded);
        }

        Assert.Equal(VenueRefusal.TooOften, (await SaveAsync(organization.Id, venue.Id, Terms, owner)).Refusal!.Reason);
        Assert.True((await SaveAsync(organization.Id, venue.Id, Terms, await lab.MemberAsync(organization.Id, MemberRole.Manager))).Succeeded);
    }

    private Task<Outcome<Venue, RefusedVenue>> SaveAsync(OrganizationId organization, VenueId? venue, VenueTerms terms, Caller caller) =>
        Venues.HandleAsync(new SaveVenue(organization, venue, terms, caller), Stop);

    private Task<int> RevisionAsync(TestSale sale) =>
        lab.Database.ScalarAsync<int>("select revision from performances where id = $1", sale.Id.Value);
}
